/** What happens to a customer's data keys, besides sealing and opening. */
export interface CustomerKeyring {
  /**
   * Destroys the customer's data keys up to generation `through`, or all there are: no copy of what was sealed under
   * them opens again. This node forgets them at once, others as soon as they hear of it and within a minute at most.
   * Safe to repeat. A customer who comes back gets a new key, which repeating with the same `through` leaves alone.
   * @returns the highest generation that is destroyed; keep it, to repeat the destruction after a restore
   */
  destroy(customerId: string, through?: number): Promise<number>;

  /**
   * Makes the customer's next data key, when there is one already: what is sealed from now on is sealed under it, and
   * older ones open what they sealed.
   * @returns whether it was made
   */
  renew(customerId: string): Promise<boolean>;
  /**
   * Wraps the customer's data keys by the present key-encryption key, where they are not. Changes no data.
   * @returns how many were wrapped anew
   */
  rewrap(customerId: string): Promise<number>;
}
