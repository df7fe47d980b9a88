import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Key {
  id: string
  secret: string
}

const jar = resolve(import.meta.dirname, '../../platform-app/target/platform-app.jar')
const limits = { readyMs: 120_000, stopMs: 20_000, pollMs: 100 }

/** A platform as a program sees it, past the console. */
export class Platform {
  readonly url: string
  readonly administrator: Key

  constructor(url: string, administrator: Key) {
    this.url = url
    this.administrator = administrator
  }

  async api<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Basic ${btoa(`${this.administrator.id}:${this.administrator.secret}`)}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`)
    }
    return (text ? JSON.parse(text) : undefined) as T
  }
}

/** A platform that was started for pictures: the packaged application, with a directory that goes with it. */
export class OwnPlatform extends Platform {
  private readonly process: ChildProcess
  private readonly directory: string

  private constructor(url: string, key: Key, process: ChildProcess, directory: string) {
    super(url, key)
    this.process = process
    this.directory = directory
  }

  static async start(): Promise<OwnPlatform> {
    const administrator = { id: 'GPAKCONSOLEPICTURES0', secret: 'the-consoles-pictures-use-this-secret-00' }
    const directory = mkdtempSync(join(tmpdir(), 'glowplug-console-'))
    const port = await freePort()
    const log = openSync(join(directory, 'platform.log'), 'w')
    mkdirSync(join(directory, 'data'))
    const started = spawn(join(process.env.JAVA_HOME ?? '/usr', 'bin/java'), ['-Xmx1g', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED', '-jar', jar], {
      cwd: directory,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        GLOWPLUG_DATA_DIR: join(directory, 'data'),
        GLOWPLUG_PORT: String(port),
        GLOWPLUG_KAFKA_PORT: String(await freePort()),
        GLOWPLUG_ADMIN_ACCESS_KEY_ID: administrator.id,
        GLOWPLUG_ADMIN_SECRET_ACCESS_KEY: administrator.secret,
      },
    })
    const platform = new OwnPlatform(`http://127.0.0.1:${port}`, administrator, started, directory)
    await platform.awaitReady()
    return platform
  }

  private async awaitReady() {
    const deadline = Date.now() + limits.readyMs
    while (Date.now() < deadline && this.process.exitCode === null) {
      const ready = await fetch(`${this.url}/actuator/health/readiness`).catch(() => undefined)
      if (ready?.ok) {
        return
      }
      await new Promise((done) => setTimeout(done, limits.pollMs))
    }
    throw new Error(`The platform is not ready:\n${this.log().slice(-4000)}`)
  }

  private log(): string {
    return readFileSync(join(this.directory, 'platform.log'), 'utf8')
  }

  async stop() {
    await new Promise<void>((done) => {
      const hard = setTimeout(() => this.process.kill('SIGKILL'), limits.stopMs)
      this.process.once('exit', () => {
        clearTimeout(hard)
        done()
      })
      if (this.process.exitCode === null) {
        this.process.kill('SIGTERM')
      } else {
        clearTimeout(hard)
        done()
      }
    })
    rmSync(this.directory, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
