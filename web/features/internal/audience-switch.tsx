import { SegmentedControl } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { internalWords } from './labels.ts'
import classes from './internal.module.css'

export type Audience = 'client' | 'team'

type AudienceSwitchProps = { value: Audience; onChange: (audience: Audience) => void }

/** Who will see what is written: by word, sign and colour, so that no word for the team goes to a client. */
export function AudienceSwitch({ value, onChange }: AudienceSwitchProps): ReactElement {
  const say = useWords(internalWords)
  return (
    <SegmentedControl
      className={classes.audience}
      data-audience={value}
      aria-label={say('in.mode')}
      value={value}
      onChange={(next) => onChange(next === 'team' ? 'team' : 'client')}
      data={[
        { value: 'client', label: say('in.mode.client') },
        {
          value: 'team',
          label: (
            <span className={classes.teamWord}>
              <IconLock size={14} stroke={1.75} aria-hidden="true" />
              {say('in.mode.team')}
            </span>
          ),
        },
      ]}
    />
  )
}
