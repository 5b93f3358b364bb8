import { Button, Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { mostChangedCustomers } from '#contract/customers'
import type { CustomerRow } from '#contract/customers'
import { useWords } from '../../lib/words.ts'
import { AssignMenu } from '../../ui/assign-menu.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { boardWords } from '../deals/board-labels.ts'
import { BulkTags } from '../tags/bulk-tags.tsx'
import { customerIdOf } from './customer-list.ts'
import { customerWords } from './labels.ts'
import { useChangeCustomers } from './use-change-customers.tsx'
import { useCustomerPipeline } from './use-customer-stages.ts'

type Props = { selected: readonly CustomerRow[]; onClear: () => void }

/** What can be done with the selected customers. */
export function CustomersBulkBar({ selected, onClear }: Props): ReactElement {
  const say = useWords(customerWords)
  const words = useWords(boardWords)
  const pipeline = useCustomerPipeline()
  const changing = useChangeCustomers()
  const isTooMany = selected.length > mostChangedCustomers
  return (
    <>
      {selected.length > 0 && (
        <SelectionBar
          label={say('cust.select.bar')}
          count={words('select.count', { count: selected.length })}
          clear={words('select.clear')}
          onClear={onClear}
        >
          {isTooMany && <span>{words('select.most', { count: mostChangedCustomers })}</span>}
          <Menu position="top" disabled={isTooMany}>
            <Menu.Target>
              <Button variant="subtle" disabled={isTooMany}>
                {words('select.stage')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
              {pipeline?.stages.map((stage) => (
                <Menu.Item
                  key={stage.id}
                  leftSection={<StageDot stage={stage} />}
                  onClick={() => {
                    changing.move(selected, stage)
                    onClear()
                  }}
                >
                  <bdi>{stage.name}</bdi>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <AssignMenu
            label={words('select.responsible')}
            isDisabled={isTooMany}
            onAssign={(responsibleUserId) => {
              changing.assign(selected, responsibleUserId)
              onClear()
            }}
          />
          <BulkTags
            kind="customer"
            entityIds={selected.map(customerIdOf)}
            isDisabled={isTooMany}
            onDone={onClear}
          />
        </SelectionBar>
      )}
      {changing.dialog}
    </>
  )
}
