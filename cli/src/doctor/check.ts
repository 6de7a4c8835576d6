/** What was found about one thing that has to be right for order-up to run here. */
export interface Finding {
  readonly name: string
  readonly status: 'pass' | 'warn' | 'fail'
  /** What was found, in a few words. */
  readonly says: string
  /** What to do about it; always there unless it passed. */
  readonly hint?: string
}

/** Looks at something and tells what it found; never rejects. */
export interface Check {
  /** What is being looked at, for a line of progress. */
  readonly about: string
  readonly run: () => Promise<readonly Finding[]>
}

export const passed = (name: string, says: string): Finding => ({ name, status: 'pass', says })
export const warned = (name: string, says: string, hint: string): Finding => ({ name, status: 'warn', says, hint })
export const failed = (name: string, says: string, hint: string): Finding => ({ name, status: 'fail', says, hint })
