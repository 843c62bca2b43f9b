// Where the phone is, if it may say so. Nothing is asked of anybody but the phone.
import type { Place } from "./stop";

export type Found = Place | "denied" | "unknown";

const PATIENCE = 10_000;

export function place(how: Place["how"], name: string | null = null): Place {
  return { ...{ how, name, latitude: null, longitude: null }, accuracy_m: null, road: null, lsoa: null };
}

const digits = (number: number, places: number) => Number(number.toFixed(places));

/** The phone's own position, or why there is none. */
export function here(): Promise<Found> {
  return new Promise((done) => {
    if (!("geolocation" in navigator)) {
      done("unknown");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({
          ...place("device"),
          latitude: digits(coords.latitude, 5), // about a metre
          longitude: digits(coords.longitude, 5),
          accuracy_m: Math.max(1, Math.round(coords.accuracy)),
        }),
      (error) => done(error.code === error.PERMISSION_DENIED ? "denied" : "unknown"),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
  });
}
