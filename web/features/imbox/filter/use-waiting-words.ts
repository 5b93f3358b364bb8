import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { imboxWords } from '../labels.ts'

/** A wish about waiting in words. */
export function useWaitingWords(): (minutes: number) => string {
  const say = useWords(imboxWords)
  const format = useFormat()
  return (minutes) =>
    minutes === 0
      ? say('imbox.f.waiting.any')
      : say('imbox.f.waiting.longer', { duration: format.duration(minutes * 60_000) })
}
