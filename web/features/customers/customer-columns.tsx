import { Checkbox } from '@mantine/core'
import type { ReactElement } from 'react'
import type { CustomerRow } from '#contract/customers'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Counter } from '../../ui/counter.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { StageDot } from '../../ui/stage-select.tsx'
import type { Selection } from '../deals/use-selection.ts'
import { customerWords } from './labels.ts'
import { NextPurchase } from './next-purchase.tsx'

type Wanted = { selection: Selection; rows: readonly CustomerRow[] }

/** What the list tells of a customer. */
export function useCustomerColumns({ selection, rows }: Wanted): Column<CustomerRow>[] {
  const say = useWords(customerWords)
  const format = useFormat()
  return [
    {
      key: 'select',
      title: (
        <Checkbox
          size="xs"
          aria-label={say('cust.select.all')}
          checked={rows.length > 0 && selection.ids.size === rows.length}
          indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length}
          onChange={selection.toggleAll}
        />
      ),
      width: 56,
      render: ({ id, name }) => (
        <Checkbox
          size="xs"
          aria-label={say('cust.select.row', { name })}
          checked={selection.ids.has(id)}
          onClick={(event) => selection.toggle(id, event.shiftKey)}
          readOnly
        />
      ),
    },
    {
      key: 'name',
      title: say('cust.col.name'),
      width: '26%',
      render: (row) => <CustomerLink row={row} />,
    },
    { key: 'stage', title: say('cust.col.stage'), width: '18%', render: (row) => <Stage row={row} /> },
    {
      key: 'next',
      title: say('cust.col.next'),
      width: '18%',
      render: ({ nextPurchaseOn }) => nextPurchaseOn && <NextPurchase day={nextPurchaseOn} />,
    },
    {
      key: 'ltv',
      title: say('cust.col.ltv'),
      isNumber: true,
      width: '14%',
      render: ({ ltv, purchases }) => (purchases > 0 ? format.money(ltv) : null),
    },
    {
      key: 'responsible',
      title: say('cust.col.responsible'),
      width: '16%',
      render: ({ responsibleUserId }) => <Person userId={responsibleUserId} />,
    },
    {
      key: 'updated',
      title: say('cust.col.updated'),
      width: 112,
      render: ({ updatedAt }) => <When at={updatedAt} />,
    },
  ]
}

/** A customer in the list of a phone. */
export function CustomerListCard({ row }: { row: CustomerRow }): ReactElement {
  const format = useFormat()
  const responsible = useColleagueName()(row.responsibleUserId)
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <CustomerLink row={row} />
        {row.purchases > 0 && <b>{format.money(row.ltv)}</b>}
      </div>
      <div className={list.cardLine}>
        <Stage row={row} />
        <When at={row.updatedAt} />
      </div>
      <div className={list.cardLine}>
        <span className={list.quiet}>{responsible}</span>
        {row.nextPurchaseOn !== null && <NextPurchase day={row.nextPurchaseOn} isShort />}
      </div>
    </div>
  )
}

function CustomerLink({ row }: { row: CustomerRow }): ReactElement {
  const say = useWords(customerWords)
  return (
    <span className={list.iconed} title={row.name}>
      <AppLink href={`/customers/${row.id}`} className={list.name}>
        <bdi>{row.name}</bdi>
      </AppLink>
      <Counter
        count={row.unreadConversations}
        label={say('cust.unread', { count: row.unreadConversations })}
      />
    </span>
  )
}

function Stage({ row }: { row: CustomerRow }): ReactElement {
  return (
    <span className={list.iconed} title={row.stage.name}>
      <StageDot stage={row.stage} />
      <bdi>{row.stage.name}</bdi>
    </span>
  )
}
