/** The images that tests run in containers: those of docker-compose.yml, against which a test holds them. */
export const IMAGES = { kafka: 'apache/kafka:4.1.1', postgres: 'postgres:17.6' } as const
