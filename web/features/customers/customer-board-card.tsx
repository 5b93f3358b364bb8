import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { CustomerRow } from '#contract/customers'
import type { PipelineView, StageView } from '#contract/pipelines'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Counter } from '../../ui/counter.tsx'
import { StageDot } from '../../ui/stage-select.tsx'
import { customerWords } from './labels.ts'
import { NextPurchase } from './next-purchase.tsx'
import classes from '../deals/board.module.css'

type Props = {
  row: CustomerRow
  pipeline: PipelineView
  onMove: (row: CustomerRow, stage: StageView) => void
}

/** What the board tells of a customer. */
export function CustomerBoardCard({ row, pipeline, onMove }: Props): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const responsible = useColleagueName()(row.responsibleUserId)
  return (
    <>
      <div className={classes.line}>
        <AppLink
          href={`/customers/${row.id}`}
          className={classes.name}
          title={row.name}
          draggable={false}
          data-card={row.id}
        >
          <bdi>{row.name}</bdi>
        </AppLink>
        {row.purchases > 0 && <b className={classes.sum}>{format.money(row.ltv)}</b>}
      </div>
      {row.mainContact && row.mainContact.name !== row.name && (
        <div className={classes.contact}>
          <bdi>{row.mainContact.name}</bdi>
        </div>
      )}
      <div className={classes.line}>
        <span className={classes.since}>
          {row.nextPurchaseOn !== null && <NextPurchase day={row.nextPurchaseOn} isShort />}
        </span>
        <span className={classes.marks}>
          <Counter
            count={row.unreadConversations}
            label={say('cust.unread', { count: row.unreadConversations })}
          />
          {responsible !== null && (
            <span title={responsible}>
              <Avatar name={responsible} seed={row.responsibleUserId ?? ''} size={20} />
            </span>
          )}
          <MoveMenu row={row} pipeline={pipeline} onMove={onMove} />
        </span>
      </div>
    </>
  )
}

function MoveMenu({ row, pipeline, onMove }: Props): ReactElement {
  const say = useWords(customerWords)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={say('cust.move', { name: row.name })}>
          <IconArrowsExchange size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {pipeline.stages.map((stage) => (
          <Menu.Item
            key={stage.id}
            leftSection={<StageDot stage={stage} />}
            disabled={stage.id === row.stage.id}
            onClick={() => onMove(row, stage)}
          >
            <bdi>{stage.name}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
