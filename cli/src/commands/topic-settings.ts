import { text, wholeNumber } from '../config/setting-kinds.ts'

/** `--topic-prefix`, ORDER_UP_TOPIC_PREFIX: topics of one's own, for tests and trials. */
export const topicPrefixSetting = text({
  about: 'put before the name of every topic and group, for topics of your own',
  placeholder: '<prefix>',
  lasting: true,
})

/** `--replication-factor`, ORDER_UP_REPLICATION_FACTOR: copies of each topic that is created. */
export const replicationFactorSetting = wholeNumber({
  about: "copies of each topic that is created; default: the broker's",
  least: 1,
  most: 32_767,
  fallback: undefined,
  lasting: true,
})
