import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { EndpointInput } from '#contract/endpoint'
import {
  getConversationReport,
  getLoadReport,
  getPeopleReport,
  getResponseReport,
  type ConversationReport,
  type LoadReport,
  type PeopleReport,
  type ResponseReport,
} from '#contract/reports'
import { call } from '../../../lib/api.ts'
import { useLive } from '../../../lib/live-hooks.ts'
import { narrowOf } from './report-filter.ts'
import type { ReportFilter } from './report-filter.ts'

export type ReportAsked = EndpointInput<typeof getResponseReport>

/** What the server is asked for: days, what narrows, how waiting is measured. */
export function askedOf(filter: ReportFilter, days: { from: string; to: string }): ReportAsked {
  return {
    ...days,
    ...narrowOf(filter),
    ...(filter.hours && { hours: filter.hours }),
    ...(filter.limitMinutes !== null && { limitMinutes: filter.limitMinutes }),
  }
}

const key = 'reports'
/** Of a period that goes on, or has just ended, more may come. */
const freshMs = 60_000

export function useConversationReport(asked: ReportAsked): UseQueryResult<ConversationReport> {
  const { hours: _hours, limitMinutes: _limit, ...wishes } = asked
  return useQuery({
    queryKey: [key, 'conversations', wishes],
    queryFn: ({ signal }) => call(getConversationReport, wishes, { signal }),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  })
}

export function useResponseReport(asked: ReportAsked): UseQueryResult<ResponseReport> {
  return useQuery({
    queryKey: [key, 'responses', asked],
    queryFn: ({ signal }) => call(getResponseReport, asked, { signal }),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  })
}

export function usePeopleReport(asked: ReportAsked): UseQueryResult<PeopleReport> {
  const { limitMinutes: _limit, ...wishes } = asked
  return useQuery({
    queryKey: [key, 'people', wishes],
    queryFn: ({ signal }) => call(getPeopleReport, wishes, { signal }),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  })
}

const restMs = 3000

/** The load of now: asked anew when a conversation changes, once in three seconds at most. */
export function useLoadReport(filter: ReportFilter): UseQueryResult<LoadReport> {
  const client = useQueryClient()
  const wishes = narrowOf(filter)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const ask = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: [key, 'load'] })
    }, restMs)
  }
  useLive('conversation', ask)
  useLive('conversation.gone', ask)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  return useQuery({
    queryKey: [key, 'load', wishes],
    queryFn: ({ signal }) => call(getLoadReport, wishes, { signal }),
    placeholderData: keepPreviousData,
  })
}
