import type { Program } from '@order-up/log/kit'

const commits = (lines: readonly string[]): number => lines.filter((line) => line.startsWith('committed')).length

/** Resolves when an engine process has committed once more; rejects where it ends before. */
export const commitsAgain = ({ lines, until }: Program): Promise<void> => {
  const before = commits(lines)
  return until((all) => commits(all) > before)
}

/** Resolves when any of them has. */
export const anyCommitsAgain = (engines: readonly Program[]): Promise<void> => Promise.any(engines.map(commitsAgain))
