import { fileURLToPath } from 'node:url'

/** Version of the Kafka that `kafka/pom.xml` names. */
export const KAFKA_VERSION = '4.1.1'

const file = (name: string): string => fileURLToPath(new URL(`../../../kafka/${name}`, import.meta.url))

/** Names what a local broker needs from Maven Central. */
export const POM_FILE = file('pom.xml')

/** What the broker logs: warnings and errors, to its standard output. */
export const LOGGING_FILE = file('log4j2.properties')
