import { Inbox, Plus } from 'lucide-preact';
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../src/api/error';
import { Button, ButtonLink } from '../src/components/button';
import { CopyButton } from '../src/components/copy';
import { ConfirmDialog } from '../src/components/dialog';
import { Failure, FormSummary } from '../src/components/failure';
import { CheckField, CodeField, PasswordField, RadioField, SelectField, TextField } from '../src/components/field';
import { Notice } from '../src/components/notice';
import { MailBadge, StateBadge } from '../src/components/state-badge';
import { Empty, Skeleton } from '../src/components/waiting';
import { When } from '../src/components/when';
import type { Field } from '../src/form';
import { english, loadInsideWords } from '../src/messages/catalogue';
import { LanguageProvider } from '../src/messages/language';
import { PersonRows } from '../src/pages/staff/person-rows';
import base from '../src/styles/base.css?inline';
import bar from '../src/styles/bar.css?inline';
import buttons from '../src/styles/buttons.css?inline';
import components from '../src/styles/components.css?inline';
import fields from '../src/styles/fields.css?inline';
import desk from '../src/styles/desk.css?inline';
import insidePages from '../src/styles/inside.css?inline';
import person from '../src/styles/person.css?inline';
import requests from '../src/styles/requests.css?inline';
import publicPages from '../src/styles/public.css?inline';
import tokens from '../src/styles/tokens.css?inline';
import { adopt } from '../src/styles/adopt';
import gallery from './components.css?inline';
import { customers } from './portal';

/*
 * Every component in every state, to be looked at. `data-force` asks the picture's maker to put the element into that state.
 */

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
let count = 0;

function field<T>(value: T, problem?: string): Field<T> {
  count += 1;
  return { id: `f${count}`, name: `f${count}`, value, problem, set: () => undefined };
}

function Exhibit({ name, force, children }: { name: string; force?: 'hover' | 'focus-visible'; children: ComponentChildren }) {
  return (
    <div class="exhibit">
      <div>{name}</div>
      <div data-force={force}>{children}</div>
    </div>
  );
}

function Shelf({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      <div class="shelf">{children}</div>
    </section>
  );
}

function Gallery() {
  const [asking, setAsking] = useState(false);
  const nothing = () => undefined;
  return (
    <main class="gallery">
      <h1>Components</h1>
      <Shelf title="Buttons">
        {(['primary', 'normal', 'danger', 'plain'] as const).map((look) => (
          <div class="stack" key={look}>
            <Exhibit name={`${look}, default`}>
              <Button look={look}>
                <Plus size={16} aria-hidden="true" />
                New customer
              </Button>
            </Exhibit>
            <Exhibit name="hover" force="hover">
              <Button look={look}>New customer</Button>
            </Exhibit>
            <Exhibit name="focus" force="focus-visible">
              <Button look={look}>New customer</Button>
            </Exhibit>
            <Exhibit name="disabled">
              <Button look={look} disabled>
                New customer
              </Button>
            </Exhibit>
            <Exhibit name="busy, as wide as before">
              <Button look={look} busy>
                New customer
              </Button>
            </Exhibit>
            <Exhibit name="long text">
              <Button look={look}>Send the invitation again to everybody who has not answered yet</Button>
            </Exhibit>
          </div>
        ))}
        <Exhibit name="a link that looks like one">
          <ButtonLink href="#x">Go to sign-in</ButtonLink>
        </Exhibit>
        <Exhibit name="copy">
          <CopyButton text="x" label="Copy: address" short="Copy" done="Copied" />
        </Exhibit>
      </Shelf>
      <Shelf title="Fields">
        <Exhibit name="empty">
          <TextField field={field('')} label="Name" />
        </Exhibit>
        <Exhibit name="with a hint">
          <TextField field={field('maya@fjord.example')} label="E-mail address" hint="The link proves this address." />
        </Exhibit>
        <Exhibit name="hover" force="hover">
          <TextField field={field('Maya')} label="Name" />
        </Exhibit>
        <Exhibit name="focus" force="focus-visible">
          <TextField field={field('Maya')} label="Name" />
        </Exhibit>
        <Exhibit name="wrong">
          <TextField field={field('maya', 'Enter an e-mail address such as name@example.com.')} label="E-mail address" />
        </Exhibit>
        <Exhibit name="not to be changed">
          <TextField field={field('maya@fjord.example')} label="E-mail address" readOnly />
        </Exhibit>
        <Exhibit name="long text">
          <TextField field={field(LONG)} label={LONG} hint={LONG} />
        </Exhibit>
        <Exhibit name="password">
          <PasswordField field={field('secret secret')} label="Password" autocomplete="current-password" aside={<a href="#x">Forgot password?</a>} />
        </Exhibit>
        <Exhibit name="new password, too short">
          <PasswordField field={field('secret')} label="Password" autocomplete="new-password" rule={{ least: 12, most: 128 }} />
        </Exhibit>
        <Exhibit name="new password, long enough">
          <PasswordField field={field('four small words')} label="Password" autocomplete="new-password" rule={{ least: 12, most: 128 }} />
        </Exhibit>
        <Exhibit name="code">
          <CodeField field={field('204816')} label="Code" hint="6 digits. You can paste it." />
        </Exhibit>
        <Exhibit name="code, wrong">
          <CodeField field={field('2048', 'The code has 6 digits.')} label="Code" />
        </Exhibit>
        <Exhibit name="select">
          <SelectField field={field('de')} label="Language" options={[{ value: 'en', label: 'English' }, { value: 'de', label: 'German' }]} />
        </Exhibit>
        <Exhibit name="check">
          <CheckField field={field(true)} label="Send invitation now" hint="Without it no mail goes out." />
        </Exhibit>
        <Exhibit name="radio">
          <RadioField
            field={field('agent')}
            legend="Role"
            options={[
              { value: 'agent', label: 'Agent', hint: 'Looks after customers.' },
              { value: 'administrator', label: 'Administrator', hint: 'Looks after the team as well.' },
            ]}
          />
        </Exhibit>
        <Exhibit name="right to left">
          <div dir="rtl">
            <PasswordField field={field('secret')} label="كلمة السر" autocomplete="new-password" rule={{ least: 12, most: 128 }} aside={<a href="#x">نسيت؟</a>} />
          </div>
        </Exhibit>
      </Shelf>
      <Shelf title="Notices">
        {(['info', 'good', 'note', 'danger'] as const).map((tone) => (
          <Exhibit name={tone} key={tone}>
            <Notice tone={tone} title="Something to know">
              <p>What happened, whether anything was lost, what to do.</p>
            </Notice>
          </Exhibit>
        ))}
        <Exhibit name="summary of a form">
          <FormSummary
            form={{ failures: 0, failure: undefined, problems: [{ id: 'a', text: 'Enter your name.' }, { id: 'b', text: 'Choose a password.' }] }}
          />
        </Exhibit>
        <Exhibit name="no connection">
          <Failure error={ApiError.offline()} retry={nothing} />
        </Exhibit>
        <Exhibit name="too many tries">
          <Failure error={new ApiError(429, { code: 'too_many_requests' }, 240)} />
        </Exhibit>
        <Exhibit name="our fault">
          <Failure error={new ApiError(500, { code: 'internal', instance: '7f3a2c90' })} retry={nothing} />
        </Exhibit>
      </Shelf>
      <Shelf title="States">
        <Exhibit name="people">
          <div class="row">
            <StateBadge state="invited" /> <StateBadge state="active" /> <StateBadge state="suspended" />
          </div>
        </Exhibit>
        <Exhibit name="mails">
          <div class="row">
            <MailBadge state="waiting" /> <MailBadge state="sent" /> <MailBadge state="repeated" /> <MailBadge state="held" />
          </div>
        </Exhibit>
        <Exhibit name="times">
          <When at={new Date(Date.now() - 5_000_000).toISOString()} />, <When at="2024-02-29T12:00:00Z" />
        </Exhibit>
      </Shelf>
      <section>
        <h2>Rows</h2>
        <PersonRows people={customers.slice(0, 5)} base="/customers" label="People" />
      </section>
      <Shelf title="Waiting and nothing">
        <Exhibit name="loading">
          <Skeleton />
        </Exhibit>
        <Exhibit name="empty">
          <div class="panel">
            <Empty icon={Inbox} title="No open requests" inSection action={<Button look="primary">New request</Button>}>
              <p>What you ask the team will stand here.</p>
            </Empty>
          </div>
        </Exhibit>
        <Exhibit name="dialog">
          <Button onClick={() => setAsking(true)}>Suspend</Button>
          {asking && (
            <ConfirmDialog title="Suspend Maya?" confirm="Suspend" look="danger" busy={false} onConfirm={() => setAsking(false)} onClose={() => setAsking(false)}>
              <p>They are signed out at their next click.</p>
            </ConfirmDialog>
          )}
        </Exhibit>
      </Shelf>
    </main>
  );
}

adopt(tokens + base + buttons + fields + components + publicPages + bar + insidePages + requests + desk + person + gallery);
const root = document.getElementById('app');
if (root) {
  void loadInsideWords('en').then((inside) =>
    render(
      <LanguageProvider first={{ language: 'en', words: english, inside }}>
        <Gallery />
      </LanguageProvider>,
      root,
    ),
  );
}
