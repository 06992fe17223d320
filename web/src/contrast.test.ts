import { describe, expect, test } from 'vitest';
import { contrastWithWhite, darkened, isColour, isReadable } from './contrast';

describe('an accent colour', () => {
  test('A5: has the contrast that WCAG says, as the server finds it', () => {
    // The same figures stand in internal/brand's tests.
    expect(contrastWithWhite('#000000')).toBeCloseTo(21, 2);
    expect(contrastWithWhite('#777777')).toBeCloseTo(4.48, 2);
    expect(contrastWithWhite('#ff0000')).toBeCloseTo(4.0, 2);
    expect(contrastWithWhite('#0000ff')).toBeCloseTo(8.59, 2);
    expect(isReadable('#767676')).toBe(true);
    expect(isReadable('#777777')).toBe(false);
  });

  test('A5: that is too light has a darker shade that is not', () => {
    for (const colour of ['#ffd700', '#ffffff', '#777777', '#00ff00', '#FF8800']) {
      expect(isReadable(darkened(colour))).toBe(true);
      expect(isColour(darkened(colour))).toBe(true);
    }
    expect(darkened('#0b5cbf')).toBe('#0b5cbf');
  });

  test('is six digits after a number sign', () => {
    for (const text of ['', '#fff', 'red', '#12345g', '#1234567']) expect(isColour(text)).toBe(false);
  });
});
