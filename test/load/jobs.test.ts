import { describe, expect, test } from 'vitest';
import type { Workload } from '../../src/model/objects.ts';
import { linesOf, loadClean, loadTexts } from './support/load-text.ts';

const TEMPLATE = 'template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c}]}}';

const job = (spec: string, metadata = 'name: once'): string =>
  `# flow style\n{apiVersion: batch/v1, kind: Job, metadata: {${metadata}}, spec: {${spec}}}`;

const cronJob = (spec: string, jobSpec: string, name = 'daily'): string =>
  `# flow style\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: ${name}}, spec: {${spec} jobTemplate: {spec: {${jobSpec}}}}}`;

function workloadOf(text: string): Workload {
  const workload = loadClean(text).cluster.workloads[0];
  if (workload === undefined) throw new Error('no workload');
  return workload;
}

const saidOf = (text: string): string[] =>
  linesOf(loadTexts([text])).map((line) => line.replace(/^\S+: /, ''));

describe('how many pods run at a time', () => {
  test.each([
    ['', 1],
    ['parallelism: 4,', 4],
    ['parallelism: 0,', 0],
    ['parallelism: 4, completions: 2,', 2],
    ['parallelism: 2, completions: 4,', 2],
    ['completions: 0,', 0],
    ['completions: null, parallelism: 3,', 3],
  ])('of a Job with %s %d', (spec, expected) => {
    expect(workloadOf(job(`${spec} ${TEMPLATE}`))).toMatchObject({
      replicas: expected,
      suspended: false,
    });
    expect(workloadOf(cronJob('', `${spec} ${TEMPLATE}`)).replicas).toBe(expected);
  });

  test.each([
    ['', '', false],
    ['suspend: true,', '', true],
    ['', 'suspend: true,', true],
    ['suspend: false,', 'suspend: false,', false],
  ])('of a CronJob with %s whose Jobs have %s: suspended %s', (spec, jobSpec, suspended) => {
    expect(workloadOf(cronJob(spec, `${jobSpec} ${TEMPLATE}`))).toMatchObject({
      suspended,
      replicas: suspended ? 0 : 1,
    });
  });
});

describe('labels of the pods', () => {
  const labelsOf = (text: string): unknown[] => [...(workloadOf(text).pods[0]?.labels ?? [])];
  const names = (name: string | null, uid: string | null): unknown[] => [
    ['app', 'x'],
    ['batch.kubernetes.io/job-name', name],
    ['job-name', name],
    ['batch.kubernetes.io/controller-uid', uid],
    ['controller-uid', uid],
  ];

  test.each([
    ['name: once', '', names('once', null)],
    ['name: once, uid: u1', '', names('once', 'u1')],
    ['generateName: once-', '', names(null, null)],
    ['name: once', 'manualSelector: false,', names('once', null)],
    ['name: once', 'manualSelector: true,', [['app', 'x']]],
    ['name: once', 'completionMode: NonIndexed,', names('once', null)],
    [
      'name: once',
      'completionMode: Indexed,',
      [...names('once', null), ['batch.kubernetes.io/job-completion-index', null]],
    ],
  ])('of a Job with %s and %s', (metadata, spec, expected) => {
    expect(labelsOf(job(`${spec} ${TEMPLATE}`, metadata))).toEqual(expected);
  });

  test('that the template already has are kept: a dump has them', () => {
    const template = TEMPLATE.replace('app: x', 'app: x, controller-uid: u2');
    expect(labelsOf(job(template, 'name: once, uid: u1'))).toContainEqual(['controller-uid', 'u2']);
  });

  test('of a CronJob name no Job', () => {
    expect(labelsOf(cronJob('', TEMPLATE))).toEqual(names(null, null));
  });

  test('are found where they were written', () => {
    const path = ['template', 'metadata', 'labels'];
    expect(workloadOf(job(TEMPLATE)).pods[0]?.labelsPath).toEqual(['spec', ...path]);
    expect(workloadOf(cronJob('', TEMPLATE)).pods[0]?.labelsPath).toEqual([
      'spec',
      'jobTemplate',
      'spec',
      ...path,
    ]);
  });
});

describe('what the server refuses', () => {
  test('is a CronJob with a name of more than 52 characters', () => {
    expect(saidOf(cronJob('', TEMPLATE, 'x'.repeat(52)))).toEqual([]);
    expect(saidOf(cronJob('', TEMPLATE, 'x'.repeat(53)))).toEqual([
      expect.stringContaining('must be no more than 52 characters'),
    ]);
  });

  test('is a negative number', () => {
    expect(saidOf(job(`parallelism: -1, ${TEMPLATE}`))).toEqual([
      'spec.parallelism: Invalid value: -1: must be greater than or equal to 0 [replicas-range]',
    ]);
    expect(saidOf(cronJob('', `completions: -1, ${TEMPLATE}`))).toEqual([
      'spec.jobTemplate.spec.completions: Invalid value: -1: must be greater than or equal to 0 [replicas-range]',
    ]);
  });
});

test('a CronJob may be without a spec', () => {
  const text = '# flow style\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: daily}}';
  expect(loadTexts([text]).cluster.workloads[0]).toMatchObject({ replicas: 1, suspended: false });
  expect(loadTexts([text.replace('}}', '}, spec: {}}')]).cluster.workloads).toHaveLength(1);
});

describe('a number', () => {
  const said = (text: string): string[] =>
    saidOf(
      `# flow style\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {egress: [{ports: [{port: 1, endPort: ${text}}]}]}}`,
    );
  const RANGE = 'spec.egress[0].ports[0].endPort: Invalid value:';

  test.each([
    ['2147483647', `${RANGE} 2147483647: must be between 1 and 65535, inclusive`],
    ['-2147483648', `${RANGE} -2147483648: must be between 1 and 65535, inclusive`],
    ['2147483648', 'cannot unmarshal number 2147483648'],
    ['-2147483649', 'cannot unmarshal number -2147483649'],
  ])('%s fits into 32 bits or is of a wrong type', (text, message) => {
    expect(said(text).join('\n')).toContain(message);
  });

  test.each([
    ['"90"', true],
    ['"a90"', false],
    ['"90a"', false],
  ])('%s in quotes could be one without: %s', (text, could) => {
    expect(said(text).join('\n').includes('without quotes')).toBe(could);
  });
});
