import type { ReactElement } from 'react'
import type { CustomerView } from '#contract/customers'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { Section } from '../../ui/section.tsx'
import { CardBlocks } from '../cards/card-blocks.tsx'
import type { OnWrite } from '../cards/card-page.tsx'
import { CardSide } from '../cards/card-side.tsx'
import { CustomerFields, CustomerStage } from './customer-fields.tsx'
import { customerWords } from './labels.ts'
import { PurchasesBlock } from './purchases-block.tsx'
import { useChangeCustomer } from './use-change-customer.ts'
import classes from '../cards/card.module.css'

/** Left in the card: who the customer is, what he bought, who takes part. */
export function CustomerSide({
  customer,
  onWrite,
}: {
  customer: CustomerView
  onWrite: OnWrite
}): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const change = useChangeCustomer()
  const { fromDeal } = customer
  return (
    <CardSide
      back={{ href: '/customers', label: say('cust.toList') }}
      path={[say('cust.title'), `#${customer.id}`]}
      summary={
        <>
          <h1 className={classes.name}>
            <EditableField
              label={say('cust.name')}
              value={customer.name}
              isReadOnly={!customer.canEdit}
              onSave={(name, saw) => change(customer, { name }, { name: saw })}
            />
          </h1>
          {customer.purchases > 0 && <div className={classes.sum}>{format.money(customer.ltv)}</div>}
          <CustomerStage customer={customer} />
        </>
      }
    >
      <Section title={say('cust.fields')}>
        <CustomerFields customer={customer} />
        {fromDeal && (
          <FieldRow label={say('cust.fromDeal')}>
            <AppLink href={`/deals/${fromDeal.id}`}>
              <bdi>{fromDeal.name}</bdi>
            </AppLink>
          </FieldRow>
        )}
        <FieldRow label={say('cust.activity')}>{format.dateTime(customer.lastActivityAt)}</FieldRow>
        <FieldRow label={say('cust.created')}>{format.dateTime(customer.createdAt)}</FieldRow>
      </Section>
      <PurchasesBlock customer={customer} />
      <CardBlocks card={{ kind: 'customer', ...customer }} onWrite={onWrite} />
    </CardSide>
  )
}
