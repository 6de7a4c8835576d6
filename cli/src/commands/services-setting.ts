import type { ServicesWay } from '@order-up/local'
import { choice } from '../config/setting-kinds.ts'

const WAYS: Readonly<Record<ServicesWay, true>> = { docker: true, java: true }

/** `--services`, ORDER_UP_SERVICES: how `up` runs the services. */
export const servicesSetting = choice<ServicesWay, undefined>({
  about: 'by Docker compose (docker), or without (java); as the data folder was begun, else by Docker where it answers',
  choices: Object.keys(WAYS) as ServicesWay[],
  fallback: undefined,
  placeholder: '<way>',
  lasting: true,
})
