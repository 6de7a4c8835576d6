/** How quickly a dead instance is noticed, and a schema id firm, in a round; all else is as in production. */
export const ROUND_TIMINGS = { sessionMs: 10_000, firmAbsenceMs: 100 }
