/** The value under `key`; where there is none, a new one is made and put there. */
export const valueOrNew = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
