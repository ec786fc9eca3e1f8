/** One VS Code that the suites run in, and what its server needs to run on this machine. */
export interface VersionPlan {
  readonly version: string;
  /** The desktop VS Code, as @vscode/test-electron names it. */
  readonly desktop: string;
  /** The npm package code-server that carries the same VS Code as a server. */
  readonly server: string;
  /** The Node that this server is made for. */
  readonly node: string;
  /** Native packages of the server that must be compiled; each keeps a stand-in or fails at the first call otherwise. */
  readonly addons: readonly string[];
  /** Whether the server's npm packages lack a ripgrep, so that the system's is put in its place. */
  readonly needsRipgrep: boolean;
}

const PLANS: readonly VersionPlan[] = [
  {
    version: '1.139',
    desktop: '1.139.1',
    server: '4.139.1',
    node: '24.21.0',
    addons: ['@vscode/spdlog', '@vscode/native-watchdog'],
    needsRipgrep: false,
  },
  {
    version: '1.100',
    desktop: '1.100.3',
    server: '4.100.3',
    node: '20.20.2',
    addons: ['@vscode/spdlog', 'native-watchdog', 'node-pty'],
    needsRipgrep: true,
  },
];

/**
 * The VS Code that GOLDILOCKS_VSCODE asks for: the newest by default, and the oldest that the extension promises to run in.
 * @throws Error for another one.
 */
export function chosenVersion(wanted = process.env.GOLDILOCKS_VSCODE): VersionPlan {
  const plan = wanted ? PLANS.find(({ version }) => version === wanted) : PLANS[0];
  if (!plan)
    throw new Error(`GOLDILOCKS_VSCODE is "${wanted}"; it may be ${PLANS.map(({ version }) => version).join(' or ')}.`);
  return plan;
}
