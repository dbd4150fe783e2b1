/** Where the phone is, when it says so. */

export type PositionState = "asking" | "known" | "refused" | "unavailable";

export interface Fix {
  state: PositionState;
  /** "31.230416,121.473701 ±12m": degrees of WGS 84, and how far off it may be. Empty when it is not known. */
  text: string;
}

/** In a cellar there is no satellite, and the customer waits. */
const kLimitMs = 10_000;
/** A fix of so long ago is where the crew stood when the button was pressed. */
const kOldestMs = 15_000;

export function positionText({ latitude, longitude, accuracy }: GeolocationCoordinates): string {
  return `${latitude.toFixed(6)},${longitude.toFixed(6)} ±${Math.round(accuracy)}m`;
}

/** Never fails, and answers in ten seconds: without a position the step goes on without it. */
export function askPosition(): Promise<Fix> {
  // Absent, or silent for ever, where the page did not come over https or from this machine.
  if (!navigator.geolocation || !window.isSecureContext) return Promise.resolve({ state: "unavailable", text: "" });
  return new Promise((resolve) => {
    // The browser's own limit does not count while it asks for permission.
    const limit = setTimeout(() => resolve({ state: "unavailable", text: "" }), kLimitMs);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(limit);
        resolve({ state: "known", text: positionText(coords) });
      },
      ({ code, PERMISSION_DENIED }) => {
        clearTimeout(limit);
        resolve({ state: code === PERMISSION_DENIED ? "refused" : "unavailable", text: "" });
      },
      { enableHighAccuracy: true, timeout: kLimitMs, maximumAge: kOldestMs },
    );
  });
}
