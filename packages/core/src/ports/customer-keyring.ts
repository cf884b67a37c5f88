/** What happens to a customer's data keys, besides sealing and opening. */
export interface CustomerKeyring {
  /**
   * Destroys the customer's data keys up to generation `through`, or all there are: no copy of what was sealed under
   * them opens again. This node forgets them at once, others as soon as they hear of it and within a minute at most.
   * Safe to repeat. A customer who comes back gets a new key, which repeating with the same `through` leaves alone.
   * @returns the highest generation that is destroyed; keep it, to repeat the destruction after a restore
   */
  destroy(customerId: string, through?: number): Promise<number>;
}
