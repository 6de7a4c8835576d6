/** What each random stream of a seed is for; together with a number it names one stream. Part of the pinned bytes. */
export const STREAMS = {
  shop: 1,
  clock: 2,
  traffic: 3,
  customer: 4,
  buyer: 5,
  life: 6,
  content: 7,
  faults: 8,
  heartbeat: 9,
} as const
