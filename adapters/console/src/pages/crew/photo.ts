/** A photo made small enough for a bad line. Drawn anew, so that nothing of what the camera wrote into it is left. */

/** Enough to read a meter's plate. */
const kLongestSide = 1600;
const kQuality = 0.8;

export interface Size {
  width: number;
  height: number;
}

/** The same shape, no side longer than `longest`; never larger than it was. */
export function fitted({ width, height }: Size, longest = kLongestSide): Size {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** As JPEG. Throws when the browser cannot read the picture. */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, fitted(picture));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("image/jpeg"))), "image/jpeg", kQuality),
    );
  } finally {
    picture.close();
  }
}

/** "到达现场 2026-11-30 14.04.05.jpg": what and when, as far as the name of a file may say it. */
export function photoName(step: string, dateAndTime: string): string {
  return `${step} ${dateAndTime.replace(/:/g, ".")}.jpg`;
}
