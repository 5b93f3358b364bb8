import { Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBuilding } from '@tabler/icons-react'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Panes } from '../../ui/panes.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { CompanyFeed } from './company-feed.tsx'
import { CompanySide } from './company-side.tsx'
import { companyWords } from './labels.ts'
import { useCompany } from './use-company.ts'
import classes from './company.module.css'

/** The card of a company: its fields, people and deals left; beside them what happened with all of these. */
export function CompanyPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const companyId = Number(params.companyId)
  return <CompanyCard key={companyId} companyId={companyId} />
}

type View = 'fields' | 'feed'

function CompanyCard({ companyId }: { companyId: number }): ReactElement {
  const say = useWords(companyWords)
  const [view, setView] = useState<View>('fields')
  const isPhone = useMediaQuery('(width < 840px)') ?? false
  const { company, error, retry } = useCompany(companyId)
  // Also when it went out of one's sight while its card was open.
  if (isApiError(error, 'company.not_found') || isApiError(error, 'request.invalid')) return <Gone />
  if (!company) {
    return error ? (
      <ErrorState title={say('company.error')} error={error} onRetry={retry} />
    ) : (
      <FieldsSkeleton />
    )
  }
  // It was merged into another one: that one's address is the address.
  if (company.id !== companyId)
    return <Navigate to="/companies/$companyId" params={{ companyId: String(company.id) }} replace />
  const switcher = isPhone && (
    <SegmentedControl
      className={classes.switcher}
      fullWidth
      value={view}
      onChange={(value) => setView(value === 'feed' ? 'feed' : 'fields')}
      data={[
        { value: 'fields', label: say('company.fields') },
        { value: 'feed', label: say('company.feed') },
      ]}
    />
  )
  return (
    <Panes
      view={view === 'fields' ? 'list' : 'main'}
      listLabel={say('company.fields')}
      mainLabel={say('company.feed')}
      list={
        <>
          <title>{company.name}</title>
          {switcher}
          <CompanySide company={company} />
        </>
      }
    >
      {switcher}
      <CompanyFeed company={company} />
    </Panes>
  )
}

function Gone(): ReactElement {
  const say = useWords(companyWords)
  return (
    <EmptyState
      icon={<IconBuilding size={28} stroke={1.5} />}
      title={say('company.gone')}
      text={say('company.gone.text')}
      action={
        <Button component={AppLink} href="/companies" variant="default">
          {say('company.toList')}
        </Button>
      }
    />
  )
}
