import { useQuery } from '@tanstack/react-query'
import { IconUserX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { listErasures } from '#contract/erasure'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { useAccountSettings } from '../settings/conversation-rules/account-settings-data.ts'
import page from '../settings/page.module.css'
import { ErasureRow } from './erasure-row.tsx'
import { privacyWords } from './labels.ts'
import { RetentionFields } from './retention-fields.tsx'

/** Settings → Personal data: for how long what is kept, and the proofs of erasures. */
export function PrivacyPage(): ReactElement {
  const say = useWords(privacyWords)
  const settings = useAccountSettings()
  const list = useQuery({
    queryKey: ['erasures', 'list'],
    queryFn: ({ signal }) => call(listErasures, undefined, { signal }),
  })
  return (
    <div className={page.page}>
      <title>{say('pd.title')}</title>
      <h1 className={page.title}>{say('pd.title')}</h1>
      <p className={page.sub}>{say('pd.sub')}</p>
      <section className={page.section} aria-labelledby="pd-keep">
        <h2 id="pd-keep" className={page.heading}>
          {say('pd.keep')}
        </h2>
        <p className={page.sub}>{say('pd.keep.d')}</p>
        {settings.isPending && <RowsSkeleton label={say('pd.keep')} />}
        {settings.isError && (
          <ErrorState
            title={say('pd.settings.error')}
            error={settings.error}
            onRetry={() => void settings.refetch()}
          />
        )}
        {settings.data && <RetentionFields retention={settings.data.settings.retention} />}
      </section>
      <section className={page.section} aria-labelledby="pd-erased">
        <h2 id="pd-erased" className={page.heading}>
          {say('pd.erased')}
        </h2>
        <p className={page.sub}>{say('pd.erased.d')}</p>
        {list.isPending && <RowsSkeleton label={say('pd.erased')} />}
        {list.isError && (
          <ErrorState title={say('pd.error')} error={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.data?.items.length === 0 && (
          <EmptyState
            icon={<IconUserX size={28} stroke={1.5} />}
            title={say('pd.none.t')}
            text={say('pd.none.d')}
          />
        )}
        {list.data && list.data.items.length > 0 && (
          <ul className={page.list}>
            {list.data.items.map((each) => (
              <ErasureRow key={each.id} erasure={each} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
