import { wallClock } from '../wall-clock.ts'
import type { Terminal } from './terminal.ts'

const REDRAW_MS = 200

/** Redraws a line of progress a few times a second at most; `text` is only asked for then. */
export const seldomRedraw = ({ redraw }: Pick<Terminal, 'redraw'>): ((text: () => string) => void) => {
  let drawnMs = 0
  return (text) => {
    const nowMs = wallClock.nowMs()
    if (nowMs - drawnMs < REDRAW_MS) return
    drawnMs = nowMs
    redraw(text())
  }
}
