import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'

const mebibyte = 1024 * 1024

/** The lines of `beseda.conf` for a machine with that much memory; rewritten at each start, read before the admin's own lines. */
export function describeSettings(memoryBytes: number): string {
  const memoryMb = Math.floor(memoryBytes / mebibyte)
  const sharedMb = Math.min(256, Math.max(32, Math.floor(memoryMb / 8)))
  const settings: [string, string][] = [
    ['listen_addresses', ''],
    ['unix_socket_permissions', '0700'],
    ['password_encryption', 'scram-sha-256'],
    ['max_connections', '100'],
    ['shared_buffers', `${sharedMb}MB`],
    ['effective_cache_size', `${Math.max(64, Math.floor(memoryMb / 2))}MB`],
    ['maintenance_work_mem', `${Math.min(128, Math.max(16, Math.floor(memoryMb / 32)))}MB`],
    ['random_page_cost', '1.1'],
    ['jit', 'off'],
    ['fsync', 'on'],
    ['synchronous_commit', 'on'],
    ['full_page_writes', 'on'],
    ['wal_compression', 'pglz'],
    ['max_wal_size', '2GB'],
    // What has been written to once is written to again: a new file of the log is one that everybody waits for.
    ['min_wal_size', '256MB'],
    ['checkpoint_timeout', '15min'],
    ['autovacuum_vacuum_scale_factor', '0.05'],
    ['autovacuum_analyze_scale_factor', '0.05'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['logging_collector', 'on'],
    ['log_directory', '../log'],
    // One file for each day of the week, overwritten a week later.
    ['log_filename', 'postgres-%a.log'],
    ['log_truncate_on_rotation', 'on'],
    ['log_rotation_age', '1d'],
    ['log_rotation_size', '0'],
    // The DETAIL of a failed check would carry the row, and with it a message's text.
    ['log_error_verbosity', 'terse'],
    ['log_line_prefix', '%m [%p] %a '],
    ['log_lock_waits', 'on'],
  ]
  return settings.map(([name, value]) => `${name} = '${value}'\n`).join('')
}

/** Memory this process may use: the container's limit where there is one. */
export function getUsableMemoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

/** A mark the running server carries, so that a server started with other settings or programs is recognised. */
export function getSettingsMark(settings: string, binaryVersion: string): string {
  return createHash('sha256').update(`${binaryVersion}\n${settings}`).digest('hex').slice(0, 16)
}
