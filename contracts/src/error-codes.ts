/** What a command exits with, by kind of failure (docs: exit codes). */
export const EXIT = { differences: 1, usage: 2, unreachable: 3, badData: 4, superseded: 5, bug: 70 } as const

export interface ErrorDefinition {
  readonly message: string
  readonly hint: string
  readonly exitCode: number
  readonly retryable: boolean
}

const usage = (message: string, hint: string): ErrorDefinition => ({
  message,
  hint,
  exitCode: EXIT.usage,
  retryable: false,
})
const unreachable = (message: string, hint: string): ErrorDefinition => ({
  message,
  hint,
  exitCode: EXIT.unreachable,
  retryable: true,
})
const badData = (message: string, hint: string): ErrorDefinition => ({
  message,
  hint,
  exitCode: EXIT.badData,
  retryable: false,
})
const superseded = (message: string, hint: string): ErrorDefinition => ({
  message,
  hint,
  exitCode: EXIT.superseded,
  retryable: false,
})
const bug = (message: string, hint: string): ErrorDefinition => ({
  message,
  hint,
  exitCode: EXIT.bug,
  retryable: false,
})

const REPORT = 'this is a bug of order-up: run again with --debug and report what it prints'

/** Every error that order-up throws: 10 usage, 11 input files, 12 dependencies, 13 data and state, 15 ownership, 70 bugs. */
export const ERRORS = {
  OU1001: usage('command line is not understood', 'see order-up <command> --help'),
  OU1002: usage('option has no valid value', 'see order-up <command> --help for what it takes'),
  OU1003: usage('configuration file cannot be used', 'order-up.config.json must be a JSON object with known names'),
  OU1004: usage('unknown engine', 'choose one of the engines that --help lists, by --engine or ORDER_UP_ENGINE'),
  OU1101: usage('file cannot be read', 'check the path and its permissions'),
  OU1102: usage('line is not a JSON event', 'each line needs key, timestamp and one of event or value_hex'),
  OU1103: usage('golden case cannot be used', 'a case needs name, partitions, flush, records and expect'),
  OU1104: usage('no golden cases found', 'name a folder with *.json cases by --cases'),
  OU1105: usage('not an amount of money', 'write money as digits with two decimals, such as "12.50"'),
  OU1106: usage('schema cannot be used', 'run order-up contracts check to see what is wrong with it'),
  OU1107: usage('data folder has another schema registry', 'leave --registry away, or choose another --data-dir'),
  OU1108: usage(
    'data folder has services of another way',
    'leave --services away, remove its data by order-up down --wipe, or choose another --data-dir',
  ),
  OU1201: unreachable('database cannot be reached', 'check DATABASE_URL or PG*, and that the server is running'),
  OU1202: unreachable('database refuses the login', 'check user, password and pg_hba.conf of the server'),
  OU1203: unreachable(
    'broker not reachable',
    'check KAFKA_BROKERS, that the broker runs, and whether it wants KAFKA_SSL',
  ),
  OU1204: unreachable('local PostgreSQL did not start', 'read the lines of its log above; --data-dir must be writable'),
  OU1205: unreachable('port is in use', 'stop the program that listens there, or choose another port'),
  OU1206: unreachable('data folder is in use by another run', 'wait for it to end, or choose another --data-dir'),
  OU1207: unreachable('no PostgreSQL on this machine', 'install PostgreSQL 15 or later, or set DATABASE_URL'),
  OU1208: unreachable('schema registry not reachable', 'check SCHEMA_REGISTRY_URL, and that the registry is running'),
  OU1209: unreachable('database is in use by another demo', 'wait for it to end, or name another database'),
  OU1210: unreachable('local Kafka did not start', 'read kafka.log in its data folder'),
  OU1211: unreachable('no Java on this machine', 'install Java 17 or later, or start Docker, or set KAFKA_BROKERS'),
  OU1212: unreachable('Kafka cannot be fetched', 'install Maven 3 and check the network, or set KAFKA_BROKERS'),
  OU1213: unreachable('broker refuses the login', 'check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and the password'),
  OU1214: unreachable('broker denies access', 'order-up topics acls prints what each part has to be allowed'),
  OU1215: unreachable(
    'certificate of the broker is not trusted',
    'KAFKA_SSL_CA_FILE must hold the authority that signed it',
  ),
  OU1216: unreachable('certificate of the broker is out of date', 'it has expired, or a clock is wrong; renew it'),
  OU1217: unreachable(
    'certificate of the broker is for another host',
    'name the broker in KAFKA_BROKERS as its certificate does',
  ),
  OU1218: unreachable(
    'broker refuses our certificate',
    'KAFKA_SSL_CERT_FILE and KAFKA_SSL_KEY_FILE must hold one that it knows and that has not expired',
  ),
  OU1219: unreachable('no Java that Apicurio runs on', 'set JAVA_HOME to Java 21 or later, or leave --registry away'),
  OU1220: unreachable('Apicurio cannot be fetched', 'install Maven 3 and check the network, or leave --registry away'),
  OU1221: unreachable('Apicurio did not start', 'read its last lines above; --data-dir must be writable'),
  OU1222: unreachable('Docker does not answer', 'start Docker, with its compose plugin, or choose --services java'),
  OU1223: unreachable('Docker compose failed', 'read its last lines above; --services java needs no Docker'),
  OU1301: badData('log was made with another number of partitions', 'partitions are fixed for the life of the topics'),
  OU1302: badData(
    'state is sealed by a flush',
    'a flushed log is complete; start a new one under another topic prefix',
  ),
  OU1303: badData('position lies before the start of the log', 'the raw topic must be kept for ever; restore it'),
  OU1304: badData('more pending state than allowed', 'the named partition holds time back; send heartbeats to it'),
  OU1305: badData('total is beyond 15 digits', 'a window or customer total must stay below 10 trillion'),
  OU1306: badData('state cannot be read', 'the changelog was written by another version, or is damaged'),
  OU1307: badData('tables were loaded from another log', 'load into an empty schema, or drop the order-up tables'),
  OU1308: badData('table does not match the plan', 'compare it with what order-up sink ddl prints'),
  OU1309: badData(
    'batch is compressed in a way that cannot be read',
    'the topic must have compression.type=uncompressed',
  ),
  OU1310: usage('topic does not exist', 'create the topics with order-up topics create'),
  OU1311: usage('topic has other settings than it must have', 'alter the named settings, or create the topic anew'),
  OU1312: badData(
    'a step between two tasks is missing',
    'an internal topic has lost records: start the engine anew under another topic prefix, and keep internal topics',
  ),
  OU1313: badData(
    'local copy of the state cannot be written',
    'free some disk or choose another --state-dir; nothing is lost: the changelog has all of it',
  ),
  OU1501: superseded('superseded by a newer instance', 'nothing is lost: the newer instance goes on'),
  OU1502: superseded('another loader has taken over', 'nothing is lost: the newer loader goes on'),
  OU1503: usage(
    'another engine owns the live topics',
    'run this one with --shadow, or switch with order-up cutover apply',
  ),
  OU7001: bug('unexpected failure', REPORT),
  OU7002: bug('a step was committed out of order', REPORT),
  OU7003: bug('database refuses a record', REPORT),
} as const satisfies Record<string, ErrorDefinition>

export type ErrorCode = keyof typeof ERRORS
