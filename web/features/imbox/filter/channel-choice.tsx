import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { ChannelMark } from '../../../ui/channel-mark.tsx'
import { imboxWords } from '../labels.ts'
import classes from './filter.module.css'

type Props = { ids: readonly number[]; onChange: (ids: number[] | undefined) => void }

/** Any of some channels, each a button with its messenger's mark. */
export function ChannelChoice({ ids, onChange }: Props): ReactElement | null {
  const say = useWords(imboxWords)
  const { data } = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  })
  if (!data || data.items.length === 0) return null
  return (
    <div role="group" aria-labelledby="imbox-channel">
      <p id="imbox-channel" className={classes.label}>
        {say('imbox.f.channel')}
      </p>
      <div className={classes.channels}>
        {data.items.map(({ id, kind, name }) => {
          const isOn = ids.includes(id)
          return (
            <button
              key={id}
              type="button"
              className={classes.channel}
              aria-pressed={isOn}
              onClick={() => onChange(isOn ? ids.filter((each) => each !== id) : [...ids, id])}
            >
              <ChannelMark kind={kind} isSilent />
              <bdi>{name}</bdi>
            </button>
          )
        })}
      </div>
    </div>
  )
}
