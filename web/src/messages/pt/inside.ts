import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('pt').number(n);

/** Portuguese words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Menu principal',
    home: 'Início',
    requests: 'Pedidos',
    newRequest: 'Novo pedido',
    queue: 'Fila',
    held: 'E-mails retidos',
    notifications: 'Notificações',
    customers: 'Clientes',
    team: 'Equipa',
    settings: 'Definições',
    menu: 'O seu menu',
    profile: 'O seu perfil',
    signOut: 'Terminar sessão',
    signingOut: 'A terminar sessão…',
  },

  role: { customer: 'Cliente', agent: 'Agente', administrator: 'Administrador' },
  state: { invited: 'Por ativar', active: 'Ativo', suspended: 'Suspenso' },
  languages: { en: 'Inglês', fr: 'Francês', it: 'Italiano', de: 'Alemão', es: 'Espanhol', pt: 'Português', nl: 'Neerlandês' },

  home: {
    title: (name) => `Olá, ${name}`,
    open: 'Pedidos abertos',
    emptyTitle: 'Não há pedidos abertos',
    empty: 'O que perguntar à equipa aparece aqui, com o estado e a última resposta, até ficar resolvido.',
    links: 'Links rápidos',
    linksEmpty: 'Aqui aparecem os links que a equipa escolher para si.',
    external: '(outro site)',
  },

  load: {
    failedTitle: 'Não foi possível carregar',
    notFoundTitle: 'Não encontrado',
    notFound: 'Não há ninguém aqui. O endereço pode estar incompleto.',
  },

  list: {
    more: 'Carregar mais',
    end: (n) => (n === 1 ? 'Esta é a única entrada.' : `São estas as ${number(n)} entradas.`),
    loaded: (n) => (n === 1 ? 'Mais 1 entrada na lista.' : `Mais ${number(n)} entradas na lista.`),
    added: 'Data de criação',
    state: 'Estado',
  },

  team: {
    title: 'Equipa',
    intro: 'Os agentes acompanham os clientes. Os administradores gerem também a equipa e as definições.',
    new: 'Convidar para a equipa',
    none: 'Ainda não há ninguém aqui',
    noneText: 'Aqui aparecem as pessoas que respondem aos clientes.',
  },

  newAgent: {
    title: 'Convidar para a equipa',
    intro: 'A pessoa recebe um e-mail com um link para escolher uma palavra-passe.',
    role: 'Função',
    submit: 'Enviar convite',
    nameMissing: 'Indique um nome.',
    emailMissing: 'Indique um endereço de e-mail.',
    invited: (name) => `Convite enviado a ${name}.`,
    taken: 'Alguém da equipa já tem este endereço de e-mail.',
    takenOpen: 'Abrir essa pessoa',
  },

  notifications: {
    title: 'Notificações',
    intro: 'O que lhe é comunicado por e-mail, para cada serviço. A escolha é só sua; os colegas têm a deles.',
    newRequests: 'Novos pedidos',
    newRequestsHint: 'Um e-mail quando um cliente abre um pedido neste serviço.',
    replies: 'Respostas de clientes',
    none: 'Nenhuma',
    mine: 'Aos pedidos que são meus',
    all: 'A todos os pedidos deste serviço',
    noServices: 'Ainda não foi configurado nenhum serviço.',
    changed: (n) => (n === 1 ? 'Há uma alteração por guardar' : `Há ${number(n)} alterações por guardar`),
    save: 'Guardar',
    discard: 'Descartar',
    saved: 'As suas escolhas foram guardadas.',
    tooManyTitle: 'Demasiados serviços de uma vez',
    tooMany: 'Nada foi guardado. Guarde depois de escolher para até 49 serviços e continue depois com os restantes.',
    conflictTitle: 'Alterou isto noutro lugar',
    conflict: 'Entretanto, as suas escolhas foram alteradas noutra janela. Aqui estão como ficaram; o que tinha escolhido não foi guardado.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
