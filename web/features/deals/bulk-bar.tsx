import { Button, Menu } from '@mantine/core'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { mostChangedDeals } from '#contract/deals'
import { useWords } from '../../lib/words.ts'
import { AssignMenu } from '../../ui/assign-menu.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { BulkLeads } from '../incoming-leads/bulk-leads.tsx'
import type { Lead } from '../incoming-leads/lead.ts'
import { BulkTags } from '../tags/bulk-tags.tsx'
import { boardWords } from './board-labels.ts'
import type { Place } from './use-change-deals.tsx'
import { usePipelines } from './use-pipelines.ts'

type Props = {
  ids: readonly number[]
  /** Those of them that are incoming leads. */
  leads: readonly Lead[]
  onMove: (place: Place) => void
  onAssign: (responsibleUserId: number | null) => void
  onClear: () => void
}

/** What can be done with the selected deals. */
export function BulkBar({ ids, leads, onMove, onAssign, onClear }: Props): ReactElement | null {
  const say = useWords(boardWords)
  const pipelines = usePipelines()
  const count = ids.length
  if (count === 0) return null
  const isTooMany = count > mostChangedDeals
  return (
    <SelectionBar
      label={say('select.bar')}
      count={say('select.count', { count })}
      clear={say('select.clear')}
      onClear={onClear}
    >
      {isTooMany ? <span>{say('select.most', { count: mostChangedDeals })}</span> : null}
      {isTooMany ? null : <BulkLeads leads={leads} />}
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
      <AssignMenu label={say('select.responsible')} isDisabled={isTooMany} onAssign={onAssign} />
      <BulkTags kind="deal" entityIds={ids} isDisabled={isTooMany} onDone={onClear} />
    </SelectionBar>
  )
}
