import { IconBriefcase, IconBuilding } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import type { Thing } from './find-things.ts'
import { paletteWords } from './labels.ts'
import classes from './palette.module.css'

/** Something that was found: what it is, its name, what tells it from its like. */
export function ThingLine({ thing }: { thing: Thing }): ReactElement {
  const say = useWords(paletteWords)
  const format = useFormat()
  switch (thing.kind) {
    case 'contact':
      return (
        <Line
          icon={<Avatar name={thing.name} seed={thing.id} picture={thing.avatarUrl} size={24} />}
          name={thing.name}
          more={thing.phone ?? say('palette.contact')}
        />
      )
    case 'conversation':
      return (
        <Line
          icon={<ChannelMark kind={thing.channelKind} size={20} />}
          name={say('palette.talk', { number: thing.number, name: thing.name })}
          more={say(thing.isOpen ? 'palette.talk.open' : 'palette.talk.closed')}
        />
      )
    case 'deal':
      return (
        <Line
          icon={<IconBriefcase size={18} stroke={1.75} />}
          name={thing.name}
          more={[
            say('palette.deal', { id: thing.id }),
            thing.stageName,
            thing.budget === null ? null : format.money(thing.budget),
          ]
            .filter(Boolean)
            .join(', ')}
        />
      )
    case 'company':
      return (
        <Line
          icon={<IconBuilding size={18} stroke={1.75} />}
          name={thing.name}
          more={[say('palette.company'), thing.phone].filter(Boolean).join(', ')}
        />
      )
  }
}

function Line({ icon, name, more }: { icon: ReactElement; name: string; more: string }): ReactElement {
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <bdi className={classes.label}>{name}</bdi>
      <span className={classes.more}>{more}</span>
    </>
  )
}
