/** The least contrast of words (WCAG 2.2, 1.4.3). */
const LEAST = 4.5;

export const isColour = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

const parts = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = parts(colour).map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of white words on a colour, from 1 to 21. */
export function contrastWithWhite(colour: string): number {
  return 1.05 / (luminance(colour) + 0.05);
}

/** Whether white words on a colour can be read. Everything else that is made of it is made so that it can, in light and dark. */
export function isReadable(colour: string): boolean {
  return contrastWithWhite(colour) >= LEAST;
}

/** The nearest darker shade on which white words can be read. */
export function darkened(colour: string): string {
  for (let share = 100; share > 0; share--) {
    const shade = `#${parts(colour).map((part) => Math.round((part * share) / 100).toString(16).padStart(2, '0')).join('')}`;
    if (isReadable(shade)) return shade;
  }
  return '#000000';
}
