import { describe, expect, test } from 'vitest';
import { formatAddress, formatRange } from '../../src/model/ip-text.ts';
import { formatSelector } from '../../src/model/labels.ts';
import { parseEndpoint, type EndpointRef } from '../../src/query/parse-endpoint.ts';
import { parsePort } from '../../src/query/parse-port.ts';
import { QuestionFault } from '../../src/query/question-error.ts';

function told(ref: EndpointRef): string {
  switch (ref.kind) {
    case 'pod':
      return `pod ${ref.namespace} ${ref.name}`;
    case 'workload':
      return `${ref.workload} ${ref.namespace} ${ref.name}`;
    case 'service':
      return `Service ${ref.namespace} ${ref.name}`;
    case 'pods':
      return `pods ${ref.namespace ?? 'everywhere'} ${formatSelector(ref.selector)}`;
    case 'hypothetical':
      return `hypothetical ${ref.namespace} ${JSON.stringify([...ref.labels])}`;
    case 'address':
      return `address ${formatAddress(ref.address)}`;
    case 'block':
      return `block ${formatRange(ref.range)}`;
    case 'node':
      return `node ${ref.name}`;
  }
}

function fault(run: () => unknown): QuestionFault {
  try {
    run();
  } catch (error) {
    if (error instanceof QuestionFault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('an endpoint is read as the design says', () => {
  test.each([
    ['shop/web', 'pod shop web'],
    ['web', 'pod default web'],
    ['shop/web-6d4cf56db6-x7x2z', 'pod shop web-6d4cf56db6-x7x2z'],
    ['shop/po/web', 'pod shop web'],
    ['shop/Pods/web', 'pod shop web'],
    ['shop/deploy/web', 'Deployment shop web'],
    ['shop/Deployment/web', 'Deployment shop web'],
    ['shop/deployments.apps/web', 'Deployment shop web'],
    ['shop/sts/db', 'StatefulSet shop db'],
    ['shop/ds/log', 'DaemonSet shop log'],
    ['shop/rs/web', 'ReplicaSet shop web'],
    ['shop/rc/web', 'ReplicationController shop web'],
    ['shop/job/mail', 'Job shop mail'],
    ['shop/cj/mail', 'CronJob shop mail'],
    ['shop/svc/web', 'Service shop web'],
    ['shop/services/web', 'Service shop web'],
    ['shop/*', 'pods shop <all>'],
    ['*/*', 'pods everywhere <all>'],
    ['shop/[app=web]', 'pods shop app=web'],
    ['[app=web]', 'pods default app=web'],
    ['*/[app=web]', 'pods everywhere app=web'],
    ['shop/[]', 'pods shop <all>'],
    ['shop/[app==web, tier!=x]', 'pods shop app=web,tier!=x'],
    ['shop/[env in (a, b),stage notin (x,y)]', 'pods shop env in (a,b),stage notin (x,y)'],
    ['shop/[!debug,app]', 'pods shop !debug,app'],
    ['shop/[app=]', 'pods shop app='],
    ['shop/[app.kubernetes.io/name=web]', 'pods shop app.kubernetes.io/name=web'],
    ['shop/app=web,tier=fe', 'hypothetical shop [["app","web"],["tier","fe"]]'],
    ['app=web', 'hypothetical default [["app","web"]]'],
    ['shop/app=', 'hypothetical shop [["app",""]]'],
    ['shop/app.kubernetes.io/name=web', 'hypothetical shop [["app.kubernetes.io/name","web"]]'],
    ['app.kubernetes.io/name=web', 'hypothetical default [["app.kubernetes.io/name","web"]]'],
    ['10.0.0.7', 'address 10.0.0.7'],
    ['2001:DB8::7', 'address 2001:db8::7'],
    ['::ffff:10.0.0.7', 'address 10.0.0.7'],
    ['10.0.0.0/8', 'block 10.0.0.0/8'],
    ['0.0.0.0/0', 'block 0.0.0.0/0'],
    ['::/0', 'block ::/0'],
    ['10.0.0.7/32', 'address 10.0.0.7'],
    ['node:n1', 'node n1'],
    ['node:ip-10-0-0-1.ec2.internal', 'node ip-10-0-0-1.ec2.internal'],
    ['10/8', 'pod 10 8'],
  ])('%s', (text, expected) => {
    expect(told(parseEndpoint(text, 'default'))).toBe(expected);
  });
});

describe('an endpoint that is none is refused, and the hint says what would be right', () => {
  test.each([
    ['', 'endpoint-syntax', /ns\/pod/],
    ['  ', 'endpoint-syntax', /ns\/pod/],
    ['*', 'endpoint-syntax', /default\/\*/],
    ['shop/', 'endpoint-syntax', /ns\/pod/],
    ['/web', 'endpoint-syntax', /ns\/pod/],
    ['shop/deploy/web/x', 'endpoint-syntax', /namespace\/kind\/name/],
    ['*/web', 'endpoint-syntax', /selector/],
    ['shop/web-*', 'endpoint-syntax', /selector/],
    ['shop/[app=web', 'endpoint-syntax', /shop\/\[app=web\]/],
    ['shop/x/[app=web]', 'endpoint-syntax', /shop\/\[app=web\]/],
    ['[2001:db8::7]', 'endpoint-syntax', /write 2001:db8::7/],
    ['shop/deplyo/web', 'unknown-kind', /shop\/deploy\/web/],
    ['shop/node/n1', 'unknown-kind', /node:n1/],
    ['shop/frobnicator/web', 'unknown-kind', /deploy/],
    ['Shop/web', 'name-syntax', /lower-case/],
    ['shop/Web', 'name-syntax', /lower-case/],
    ['sh.op/web', 'name-syntax', /lower-case/],
    [`${'a'.repeat(64)}/web`, 'name-syntax', /63/],
    ['shop/web:80', 'name-syntax', /--port/],
    ['node:', 'name-syntax', /lower-case/],
    ['shop/[app=a=b]', 'selector-syntax', /app=web/],
    ['shop/[app in a]', 'selector-syntax', /env in \(a,b\)/],
    ['shop/[app in (a]', 'selector-syntax', /env in \(a,b\)/],
    ['shop/[app=web,]', 'selector-syntax', /commas/],
    ['shop/[,app]', 'selector-syntax', /key/],
    ['shop/[app web]', 'selector-syntax', /key/],
    ['shop/[-app=web]', 'selector-syntax', /key/],
    ['shop/[app=-web]', 'selector-syntax', /key/],
    ['shop/app=web,tier', 'labels-syntax', /key=value/],
    ['shop/app!=web', 'labels-syntax', /ns\/\[selector\]/],
    ['shop/app=web,app=x', 'labels-syntax', /key=value/],
    ['shop/app=a b', 'labels-syntax', /key=value/],
    ['shop/=web', 'labels-syntax', /key=value/],
    ['10.0.0', 'address-syntax', /four parts/],
    ['10.0.0.256', 'address-syntax', /0 to 255/],
    ['010.0.0.1', 'address-syntax', /leading zeros/],
    ['fe80::1%eth0', 'address-syntax', /zone/],
    ['10.0.0.7:6379', 'address-syntax', /--port/],
    ['127.0.0.1', 'address-syntax', /always reach itself/],
    ['127.1.0.0/16', 'address-syntax', /always reach itself/],
    ['::1', 'address-syntax', /always reach itself/],
    ['::1/128', 'address-syntax', /always reach itself/],
    ['0.0.0.0', 'address-syntax', /always reach itself/],
    ['::', 'address-syntax', /always reach itself/],
    ['::ffff:127.0.0.1', 'address-syntax', /always reach itself/],
    ['http://10.0.0.7', 'cidr-syntax', /alone/],
    ['10.0/16', 'cidr-syntax', /four parts/],
    ['10.0.0.0/33', 'cidr-syntax', /0 to 32/],
    ['fd00::/x', 'cidr-syntax', /0 to 128/],
    ['10.0.0.5/24', 'cidr-syntax', /10\.0\.0\.0\/24 for the block, 10\.0\.0\.5 for the address/],
    ['::ffff:10.0.0.0/104', 'cidr-syntax', /10\.0\.0\.0\/8/],
    ['10.0.0.0/08', 'cidr-syntax', /10\.0\.0\.0\/8/],
  ])('%s', (text, code, hint) => {
    const found = fault(() => parseEndpoint(text, 'default'));
    expect(found).toMatchObject({ kind: 'usage', code });
    expect(found.hint).toMatch(hint);
    expect(found.message).not.toContain('\n');
  });
});

describe('a port is read as the design says', () => {
  test.each([
    ['6379', { kind: 'range', protocol: 'TCP', first: 6379, last: 6379 }],
    ['6379/TCP', { kind: 'range', protocol: 'TCP', first: 6379, last: 6379 }],
    ['53/udp', { kind: 'range', protocol: 'UDP', first: 53, last: 53 }],
    ['1/sctp', { kind: 'range', protocol: 'SCTP', first: 1, last: 1 }],
    ['65535', { kind: 'range', protocol: 'TCP', first: 65535, last: 65535 }],
    ['8000-8100/TCP', { kind: 'range', protocol: 'TCP', first: 8000, last: 8100 }],
    ['80-80', { kind: 'range', protocol: 'TCP', first: 80, last: 80 }],
    ['http', { kind: 'named', name: 'http', protocol: null }],
    ['http/tcp', { kind: 'named', name: 'http', protocol: 'TCP' }],
    ['8080a', { kind: 'named', name: '8080a', protocol: null }],
    ['ICMP', { kind: 'icmp' }],
    ['icmp', { kind: 'icmp' }],
  ])('%s', (text, expected) => {
    expect(parsePort(text)).toEqual(expected);
  });

  test.each([
    ['0', /between 1 and 65535/, /6379/],
    ['65536', /between 1 and 65535/, /6379/],
    ['80/ICMPV6', /no ports/, /ICMP/],
    ['80/icmp', /no ports/, /ICMP/],
    ['80/http', /unknown protocol/, /TCP, UDP/],
    ['8100-8000', /reversed/, /8000-8100/],
    ['080', /leading zeros/, /6379/],
    ['80/TCP/x', /one slash/, /6379/],
    ['/TCP', /nothing/, /6379/],
    ['', /nothing/, /6379/],
    ['TCP', /which port/, /1-65535\/TCP/],
    ['*', /which port/, /leave --port out/],
    ['80,443', /only one/, /repeat --port/],
    ['HTTP', /neither/, /6379/],
    ['-http', /neither/, /6379/],
    ['a--b', /neither/, /6379/],
    ['a-very-long-port-name', /neither/, /6379/],
    ['8000-', /neither/, /6379/],
    ['ICMPv6', /no such protocol/, /ICMP/],
  ])('%s is refused', (text, message, hint) => {
    const found = fault(() => parsePort(text));
    expect(found).toMatchObject({ kind: 'usage', code: 'port-syntax' });
    expect(found.message).toMatch(message);
    expect(found.hint).toMatch(hint);
  });
});
