/** Shorter texts are words of the language before they are secrets, and hide more than they protect. */
const SHORTEST_SECRET = 4

const REDACTED = '[redacted]'

/**
 * `postgres://user:password@`, also where the password itself holds an `@` or a `/`. Lengths are bounded, so that a
 * megabyte of someone's letters takes no longer than it should.
 */
const USER_INFO =
  /([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s"'<>/?#]{0,500}@|([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s"'<>:]{0,100}:[^\s"'<>]{0,400}@/gi

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Every way in which a secret shows: as it is, as part of a URL, inside JSON. */
const spellings = (secret: string): readonly string[] => [
  secret,
  decoded(secret),
  encodeURIComponent(secret),
  encodeURIComponent(decoded(secret)),
  JSON.stringify(secret).slice(1, -1),
]

/** Takes secrets out of everything that is printed. */
export interface Scrubber {
  /** From now on `secret` is hidden, in every spelling; texts of fewer than four characters are not. */
  learn(secret: string | undefined): void
  /** `text` without any secret learnt and without the user and password of any URL. */
  scrub(text: string): string
}

export const createScrubber = (): Scrubber => {
  let secrets: readonly string[] = []
  return {
    learn(secret) {
      if (secret === undefined || secret.length < SHORTEST_SECRET) return
      secrets = [...new Set([...secrets, ...spellings(secret)])].sort((a, b) => b.length - a.length)
    },
    scrub(text) {
      const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text)
      return hidden.replace(USER_INFO, (_, plain?: string, odd?: string) => `${plain ?? odd}${REDACTED}@`)
    },
  }
}
