// Progress of a matter by receipt number and last four, over the public Connect API. No data is kept in the browser.
'use strict';

const form = document.getElementById('progress');
const answer = document.getElementById('answer');

function element(name, text, className) {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function localTime(text) {
  // The due time is the first instant that is late; people are told the last day in time.
  const last = new Date(new Date(text).getTime() - 1);
  return new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(last);
}

function draw(matter) {
  const box = element('article', '', 'matter');
  box.append(element('h3', matter.title || '事项'));
  box.append(element('span', matter.state, 'state'));
  const facts = element('dl');
  const fact = (name, value) => { if (value) facts.append(element('dt', name), element('dd', value)); };
  fact('编号', matter.receiptNo);
  fact('办理单位', matter.unitName);
  fact('联系电话', matter.unitPhone);
  fact('最迟办结', matter.dueTime && localTime(matter.dueTime));
  fact('下一步', matter.next);
  box.append(facts);
  for (const child of matter.children || []) box.append(draw(child));
  return box;
}

// The sentence for people that the service sends along with an error.
function reason(error) {
  const texts = (error.details || []).filter((d) => d.type === 'google.rpc.LocalizedMessage' && d.debug);
  const chinese = texts.find((d) => String(d.debug.locale).startsWith('zh'));
  return chinese ? chinese.debug.message : '暂时无法查询，请稍后再试，或持凭证到窗口查询。';
}

function say(node) { answer.replaceChildren(node); }

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const receipt = form.elements.receipt, four = form.elements.four;
  for (const field of [receipt, four]) field.setAttribute('aria-invalid', String(!field.value.trim()));
  const missing = [receipt, four].find((field) => !field.value.trim());
  if (missing) {
    missing.focus();
    say(element('p', '请把编号和后四位都填上。', 'notice'));
    return;
  }
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const response = await fetch('/lianban.intake.v1.Intake/GetPublicProgress', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1', 'Accept-Language': 'zh-CN' },
      body: JSON.stringify({ receiptNo: receipt.value.trim(), lastFour: four.value.trim().toUpperCase() }),
    });
    const body = await response.json();
    say(response.ok ? draw(body) : element('p', reason(body), 'notice'));
  } catch {
    say(element('p', '网络不通，请稍后再试。', 'notice'));
  } finally {
    button.disabled = false;
  }
});

// A receipt's QR code leads here with its number.
const number = new URLSearchParams(location.search).get('no') || location.pathname.match(/^\/p\/([0-9A-Za-z-]{8,60})$/)?.[1];
if (number) {
  form.elements.receipt.value = number;
  form.elements.four.focus();
}

fetch('/readyz').then((r) => r.ok, () => false).then((ok) => {
  document.getElementById('state').textContent = ok ? '正常运行' : '暂停服务';
});
