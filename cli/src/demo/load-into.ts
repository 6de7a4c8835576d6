import type { TopicReader } from '@order-up/contracts'
import type { Load } from './run-pipeline.ts'

export const loadInto =
  (_: { readonly url: string; readonly reader: TopicReader }): Load =>
  async () => {}
