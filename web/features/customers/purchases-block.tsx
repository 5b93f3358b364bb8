import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { CustomerView, PurchaseView } from '#contract/customers'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { dayText } from './day-text.ts'
import { customerWords } from './labels.ts'
import { PurchaseDialog } from './purchase-dialog.tsx'
import { usePurchases } from './use-purchases.ts'
import classes from './customers.module.css'

/** What the customer bought: newest first, with the sum of all. */
export function PurchasesBlock({ customer }: { customer: CustomerView }): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const [edited, setEdited] = useState<PurchaseView | 'new' | null>(null)
  const list = usePurchases(customer.id)
  const add = customer.canEdit && (
    <Tooltip label={say('cust.purchase.add')}>
      <ActionIcon aria-label={say('cust.purchase.add')} onClick={() => setEdited('new')}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Section title={say('cust.purchases')} count={customer.purchases} action={add}>
      {customer.purchases > 0 && (
        <div className={classes.total}>{say('cust.ltv', { sum: format.money(customer.ltv) })}</div>
      )}
      {list.error && list.rows.length === 0 ? (
        <ErrorState title={say('cust.purchases.error')} error={list.error} onRetry={list.retry} />
      ) : null}
      {customer.purchases === 0 && list.rows.length === 0 && !list.error && (
        <span className={classes.quiet}>{say('cust.purchases.none')}</span>
      )}
      <ul className={classes.purchases}>
        {list.rows.map((purchase) => (
          <li key={purchase.id} className={classes.purchase}>
            <b className={classes.amount}>{format.money(purchase.amount)}</b>
            <time dateTime={purchase.boughtOn} title={purchase.author.name}>
              {dayText(purchase.boughtOn, format)}
            </time>
            <bdi className={classes.comment} title={purchase.comment}>
              {purchase.comment}
            </bdi>
            {customer.canEdit && (
              <ActionIcon
                aria-label={say('cust.purchase.changeOf', {
                  sum: format.money(purchase.amount),
                  day: dayText(purchase.boughtOn, format),
                })}
                onClick={() => setEdited(purchase)}
              >
                <IconPencil size={16} stroke={1.75} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button variant="subtle" loading={list.isLoadingMore} onClick={list.loadMore}>
          {say('cust.purchases.more')}
        </Button>
      )}
      <PurchaseDialog customer={customer} purchase={edited} onClose={() => setEdited(null)} />
    </Section>
  )
}
