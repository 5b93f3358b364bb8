import { Button, CloseButton, Menu } from '@mantine/core'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { mostChangedDeals } from '#contract/deals'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { StageDot } from '../../ui/stage-select.tsx'
import { boardWords } from './board-labels.ts'
import type { Place } from './use-change-deals.tsx'
import { usePipelines } from './use-pipelines.ts'
import classes from './deals-page.module.css'

type Props = {
  count: number
  onMove: (place: Place) => void
  onAssign: (responsibleUserId: number | null) => void
  onClear: () => void
}

/** What can be done with the selected deals. */
export function BulkBar({ count, onMove, onAssign, onClear }: Props): ReactElement | null {
  const say = useWords(boardWords)
  const { colleagues } = useSession()
  const pipelines = usePipelines()
  if (count === 0) return null
  const isTooMany = count > mostChangedDeals
  const people = [...colleagues.filter(({ isActive }) => isActive), { id: null, name: say('c.nobody') }]
  return (
    <div className={classes.bulk} role="toolbar" aria-label={say('select.bar')}>
      <b>{say('select.count', { count })}</b>
      {isTooMany ? <span>{say('select.most', { count: mostChangedDeals })}</span> : null}
      <Menu position="top" disabled={isTooMany}>
        <Menu.Target>
          <Button variant="subtle" disabled={isTooMany}>
            {say('select.stage')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {pipelines.map((pipeline) => (
            <Fragment key={pipeline.id}>
              <Menu.Label>
                <bdi>{pipeline.name}</bdi>
              </Menu.Label>
              {pipeline.stages.map((stage) => (
                <Menu.Item
                  key={stage.id}
                  leftSection={<StageDot stage={stage} />}
                  onClick={() => onMove({ pipeline, stage })}
                >
                  <bdi>{stage.name}</bdi>
                </Menu.Item>
              ))}
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="top" disabled={isTooMany}>
        <Menu.Target>
          <Button variant="subtle" disabled={isTooMany}>
            {say('select.responsible')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {people.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onAssign(id)}>
              <bdi>{name}</bdi>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <CloseButton aria-label={say('select.clear')} onClick={onClear} />
    </div>
  )
}
