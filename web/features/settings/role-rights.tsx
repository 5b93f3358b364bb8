import { NativeSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import {
  choicesOf,
  isWithin,
  reaches,
  rightActions,
  rightEntities,
  type Reach,
  type RightAction,
  type RightEntity,
  type Rights,
} from '#contract/permissions'
import { useWords } from '../../lib/words.ts'
import { roleWords } from './roles-labels.ts'
import styles from './roles.module.css'

type Props = { rights: Rights; isReadOnly: boolean; onChange: (rights: Rights) => void }

/** What is seen of each kind of thing and what may be done with it. */
export function RoleRights({ rights, isReadOnly, onChange }: Props): ReactElement {
  const say = useWords(roleWords)
  return (
    <div className={styles.entities}>
      {rightEntities.map((entity) => (
        <fieldset key={entity} className={styles.entity}>
          <legend>{say(`rl.e.${entity}`)}</legend>
          {rightActions.map((action) => (
            <NativeSelect
              key={action}
              label={say(`rl.a.${action}`)}
              aria-label={say('rl.of', { entity: say(`rl.e.${entity}`), action: say(`rl.a.${action}`) })}
              data={choices(rights, entity, action).map((value) => ({
                value,
                label: say(action === 'add' && value === 'all' ? 'rl.r.add' : `rl.r.${value}`),
              }))}
              value={rights[entity][action]}
              disabled={isReadOnly}
              onChange={(event) => {
                const chosen = reaches.find((one) => one === event.currentTarget.value)
                if (chosen) onChange(withReach(rights, entity, action, chosen))
              }}
            />
          ))}
        </fieldset>
      ))}
    </div>
  )
}

/** What reaches further than sight is not offered. */
function choices(rights: Rights, entity: RightEntity, action: RightAction): readonly Reach[] {
  if (action === 'view' || action === 'add') return choicesOf(action)
  return reaches.filter((reach) => isWithin(reach, rights[entity].view))
}

/** Narrower sight takes along what reached further. */
function withReach(rights: Rights, entity: RightEntity, action: RightAction, reach: Reach): Rights {
  const changed = { ...rights[entity], [action]: reach }
  if (action === 'view') {
    for (const other of ['edit', 'delete', 'export'] as const) {
      if (!isWithin(changed[other], reach)) changed[other] = reach
    }
  }
  return { ...rights, [entity]: changed }
}
