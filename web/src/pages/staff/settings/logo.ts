/** What a logo may be at most; the server holds to the same. */
const MOST_BYTES = 40 * 1024;
const WIDTH = 480;
const HEIGHT = 144;
const MOST_FILE = 5 * 1024 * 1024;

export const LOGO_TYPES = 'image/png,image/jpeg,image/webp,image/svg+xml';

/**
 * Draws the picture in a file anew, small, as a PNG in base64. Whatever else the file holds, a script in an SVG for instance, does not leave this
 * browser. Undefined where it is no picture, or one that does not get small enough.
 */
export async function readLogo(file: File): Promise<string | undefined> {
  if (file.size > MOST_FILE) return undefined;
  const picture = await load(file);
  if (!picture || picture.naturalWidth === 0 || picture.naturalHeight === 0) return undefined;
  for (let scale = Math.min(WIDTH / picture.naturalWidth, HEIGHT / picture.naturalHeight); ; scale *= 0.75) {
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    const context = canvas.getContext('2d');
    if (!context || canvas.height < 16) return undefined;
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const image = canvas.toDataURL('image/png').split(',')[1] ?? '';
    if ((image.length * 3) / 4 <= MOST_BYTES) return image;
  }
}

function load(file: File): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onerror = () => resolve(undefined);
    reader.onload = () => {
      const picture = new Image();
      picture.onload = () => resolve(picture);
      picture.onerror = () => resolve(undefined);
      picture.src = typeof reader.result === 'string' ? reader.result : ''; // a data: address, which the content policy allows for pictures
    };
    reader.readAsDataURL(file);
  });
}
