import { z } from 'zod'
import type { EventView } from '#contract/events'
import { useWords } from '../../lib/words.ts'
import { tagWords } from './labels.ts'

const told = z.object({ tags: z.array(z.object({ name: z.string() })) })

/** Which tags came and which went, by the names they had then. */
export function useTaggedText(): (event: Pick<EventView, 'before' | 'after'>) => string {
  const say = useWords(tagWords)
  return ({ before, after }) => {
    const names = (side: EventView['before'], sign: string): string[] =>
      (told.safeParse(side).data?.tags ?? []).map(({ name }) => `${sign}${name}`)
    return say('tags.event', { changes: [...names(after, '+'), ...names(before, '−')].join(', ') })
  }
}
