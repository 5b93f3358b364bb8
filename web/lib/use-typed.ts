import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useState } from 'react'

const searchPauseMs = 250

/** What is typed is seen at once and asked for after a pause; another filter brings its own text. */
export function useTyped(
  search: string,
  onSearch: (search: string) => void,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(search)
  const [known, setKnown] = useState(search)
  if (known !== search) {
    setKnown(search)
    if (search !== typed.trim()) setTyped(search)
  }
  const [settled] = useDebouncedValue(typed.trim(), searchPauseMs)
  const ask = useEffectEvent((text: string) => {
    if (text !== search) onSearch(text)
  })
  useEffect(() => ask(settled), [settled])
  return [typed, setTyped]
}
