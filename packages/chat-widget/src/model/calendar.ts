/** The same for all times of one day on this device. */
export function dayOf(at: number): string {
  return new Date(at).toDateString();
}
