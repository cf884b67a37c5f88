/** Time of day as this device writes it, for example `10:42`. */
export function timeLabel(at: number): string {
  return TIME.format(at);
}

/** The same for all times of one day on this device. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
