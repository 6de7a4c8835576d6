/**
 * The distinct customers of a window. Each has a key of its own in the changelog, so that no state value grows with
 * them. They leave in the opposite order, so those that the changelog holds are always the ones that came first.
 */
export class WindowMembers {
  readonly #known = new Set<string>()
  readonly #inOrder: string[] = []
  #written = 0

  get size(): number {
    return this.#inOrder.length
  }

  /** Customers that the changelog lacks. */
  get unwritten(): number {
    return this.#inOrder.length - this.#written
  }

  /** Adds a customer that the changelog holds. */
  load(customerId: string): void {
    this.add(customerId)
    this.#written += 1
  }

  /** False where the customer is known. */
  add(customerId: string): boolean {
    const { size } = this.#known.add(customerId)
    if (size === this.#inOrder.length) return false
    this.#inOrder.push(customerId)
    return true
  }

  /** The customers that the changelog lacks; from now on it holds them. */
  takeUnwritten(): readonly string[] {
    const unwritten = this.#inOrder.slice(this.#written)
    this.#written = this.#inOrder.length
    return unwritten
  }

  /** Takes out the last customer, there is one; tells whether the changelog holds it. */
  pop(): { readonly customerId: string; readonly isWritten: boolean } {
    const customerId = this.#inOrder.pop() as string
    this.#known.delete(customerId)
    const isWritten = this.#written > this.#inOrder.length
    if (isWritten) this.#written -= 1
    return { customerId, isWritten }
  }
}
