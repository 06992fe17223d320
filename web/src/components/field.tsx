import { ChevronDown, CircleAlert, Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Field } from '../form';
import { useWords } from '../messages/language';

/** What every field has. */
export interface Common {
  field: Field<string>;
  label: string;
  hint?: ComponentChildren;
  /** Something at the right of the label, such as a link. The keyboard reaches it after the field. */
  aside?: ComponentChildren;
}

function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(' ') || undefined;
}

/** Label, hint and problem around a control. */
export function Frame({ field, label, hint, aside, children }: Common & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label class="label" for={field.id}>
        {label}
      </label>
      {hint !== undefined && (
        <div class="hint" id={`${field.id}-hint`}>
          {hint}
        </div>
      )}
      {children}
      {aside !== undefined && <div class="field-aside">{aside}</div>}
      <FieldProblem field={field} />
    </div>
  );
}

export function FieldProblem({ field }: { field: Pick<Field<unknown>, 'id' | 'problem'> }) {
  if (!field.problem) return null;
  return (
    <div class="field-problem" id={`${field.id}-problem`}>
      <CircleAlert size={16} aria-hidden="true" />
      <span>{field.problem}</span>
    </div>
  );
}

/** What ties a control to its label, hint and problem. */
export function wiring({ field, hint }: Common) {
  return {
    id: field.id,
    name: field.name,
    value: field.value,
    'aria-invalid': field.problem ? ('true' as const) : undefined,
    'aria-describedby': describedBy(hint !== undefined && `${field.id}-hint`, field.problem && `${field.id}-problem`),
  };
}

interface TextProps extends Common {
  type?: 'text' | 'email' | 'date';
  autocomplete?: string;
  readOnly?: boolean;
  /** May stay empty. */
  optional?: boolean;
  inputMode?: 'email' | 'text' | 'numeric';
}

/** An address is typed as text: of an input of type email the browser gives the domain as its A-label, whatever was typed. */
export function TextField({ type = 'text', autocomplete = 'off', readOnly = false, optional = false, inputMode, ...common }: TextProps) {
  const email = type === 'email' ? { autocapitalize: 'none' as const, spellcheck: false, inputMode: 'email' as const } : { ...(inputMode && { inputMode }) };
  return (
    <Frame {...common}>
      <input
        {...wiring(common)}
        {...email}
        class="input"
        type={type === 'date' ? 'date' : 'text'}
        autocomplete={autocomplete}
        readOnly={readOnly}
        aria-required={readOnly || optional ? undefined : 'true'}
        onInput={(event) => common.field.set(event.currentTarget.value)}
      />
    </Frame>
  );
}

interface PasswordProps extends Common {
  autocomplete: 'current-password' | 'new-password';
  /** The rule that the password is checked against while it is typed. */
  rule?: { least: number; most: number };
}

export function PasswordField({ autocomplete, rule, ...common }: PasswordProps) {
  const words = useWords();
  const [shown, setShown] = useState(false);
  const props = rule ? { ...common, hint: words.password.rule(rule.least) } : common;
  const Icon = shown ? EyeOff : Eye;
  return (
    <Frame {...props}>
      <div class="input-with-action">
        <input
          {...wiring(props)}
          class="input"
          type={shown ? 'text' : 'password'}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          aria-required="true"
          onInput={(event) => common.field.set(event.currentTarget.value)}
        />
        <button
          type="button"
          class="input-action"
          aria-label={shown ? words.field.hidePassword : words.field.showPassword}
          aria-controls={common.field.id}
          onClick={() => setShown(!shown)}
        >
          <Icon size={16} aria-hidden="true" />
          {shown ? words.field.hide : words.field.show}
        </button>
      </div>
      {rule && <PasswordProgress value={common.field.value} {...rule} />}
    </Frame>
  );
}

/** How far the password is from the rule, seen at once and said when the typing pauses. */
function PasswordProgress({ value, least, most }: { value: string; least: number; most: number }) {
  const words = useWords();
  const length = Array.from(value).length;
  const text =
    length === 0
      ? ''
      : length < least
        ? words.password.missing(least - length)
        : length > most
          ? words.password.tooLong(most)
          : words.password.longEnough;
  const met = length >= least && length <= most;
  return (
    <div class="rule" data-met={met ? '' : undefined} aria-live="polite" aria-atomic="true">
      {length > 0 && (
        <>
          <Ring part={Math.min(1, length / least)} met={met} />
          {text}
        </>
      )}
    </div>
  );
}

function Ring({ part, met }: { part: number; met: boolean }) {
  const round = 2 * Math.PI * 6;
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      <circle cx="8" cy="8" r="6" opacity="0.3" />
      {met ? (
        <path d="m5 8.2 2 2 4-4.4" stroke-linecap="round" stroke-linejoin="round" />
      ) : (
        <circle cx="8" cy="8" r="6" stroke-dasharray={`${round * part} ${round}`} transform="rotate(-90 8 8)" />
      )}
    </svg>
  );
}

interface CodeProps extends Common {
  /** Called with the code when a whole one was pasted. */
  onPasted?: (code: string) => void;
}

export function CodeField({ onPasted, ...common }: CodeProps) {
  return (
    <Frame {...common}>
      <input
        {...wiring(common)}
        class="input input-code"
        type="text"
        inputMode="numeric"
        autocomplete="one-time-code"
        aria-required="true"
        onInput={(event) => {
          const digits = onlyDigits(event.currentTarget.value);
          event.currentTarget.value = digits;
          common.field.set(digits);
        }}
        onPaste={(event) => {
          const digits = onlyDigits(event.clipboardData?.getData('text') ?? '');
          if (digits.length !== 6) return;
          event.preventDefault();
          common.field.set(digits);
          onPasted?.(digits);
        }}
      />
    </Frame>
  );
}

function onlyDigits(text: string): string {
  return text.replace(/\D/g, '').slice(0, 6);
}

interface SelectProps extends Common {
  options: readonly { value: string; label: string }[];
}

export function SelectField({ options, ...common }: SelectProps) {
  return (
    <Frame {...common}>
      <div class="select">
        <select {...wiring(common)} class="input" onChange={(event) => common.field.set(event.currentTarget.value)}>
          {options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === common.field.value}>
              {label}
            </option>
          ))}
        </select>
        <ChevronDown size={16} aria-hidden="true" />
      </div>
    </Frame>
  );
}

export function CheckField({ field, label, hint }: { field: Field<boolean>; label: string; hint?: string }) {
  return (
    <div class="choice">
      <input
        id={field.id}
        name={field.name}
        type="checkbox"
        checked={field.value}
        aria-describedby={describedBy(hint !== undefined && `${field.id}-hint`)}
        onChange={(event) => field.set(event.currentTarget.checked)}
      />
      <label class="label" for={field.id}>
        {label}
      </label>
      {hint !== undefined && (
        <div class="hint" id={`${field.id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

interface RadioProps {
  field: Field<string>;
  legend: string;
  options: readonly { value: string; label: string; hint?: string }[];
}

export function RadioField({ field, legend, options }: RadioProps) {
  return (
    <fieldset class="stack-tight" aria-describedby={describedBy(field.problem && `${field.id}-problem`)}>
      <legend class="label">{legend}</legend>
      {options.map(({ value, label, hint }, index) => {
        const id = index === 0 ? field.id : `${field.id}-${value}`;
        return (
          <div class="choice" key={value}>
            <input
              id={id}
              name={field.name}
              type="radio"
              value={value}
              checked={field.value === value}
              aria-describedby={describedBy(hint !== undefined && `${id}-hint`)}
              onChange={() => field.set(value)}
            />
            <label class="label" for={id}>
              {label}
            </label>
            {hint !== undefined && (
              <div class="hint" id={`${id}-hint`}>
                {hint}
              </div>
            )}
          </div>
        );
      })}
      <FieldProblem field={field} />
    </fieldset>
  );
}
