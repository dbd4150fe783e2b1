#include <functional>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"

using namespace gongdan::cli;

namespace {

/// The command line as a tree of subcommands, each with what it runs. Options live here for as long as it does.
class CommandLine {
 public:
    CommandLine() {
        app_.require_subcommand(1);
        add_serve();
        add_rules();
        add_cases();
        add_plugins();
        add_deliveries();
        add_findings();
        add_data();
        add_whatif();
        add_tokens();
        add_users();
        on(with_json(app_.add_subcommand("version", "版本 / version")), [this] {
            std::cout << (common_.json ? R"({"name":"gongdan","version":")" GONGDAN_VERSION "\"}\n"
                                       : "gongdan " GONGDAN_VERSION "\n");
            return kOk;
        });
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return app_.exit(error) == 0 ? kOk : kWrongUse;
        }
        for (const auto& [command, work] : choices_) {
            if (command->parsed()) return work();
        }
        return kWrongUse;
    }

 private:
    void on(CLI::App* command, std::function<int()> work) { choices_.emplace_back(command, std::move(work)); }

    CLI::App* with_config(CLI::App* command) {
        command->add_option("--config", common_.config, "配置文件 / configuration file (config/gongdan.yaml)");
        return command;
    }
    CLI::App* with_data(CLI::App* command) {
        command->add_option("--data", common_.data, "数据目录 / data directory");
        return with_config(command);
    }
    CLI::App* with_json(CLI::App* command) {
        command->add_flag("--json", common_.json, "以 JSON 输出 / print JSON");
        return command;
    }

    void add_serve() {
        auto* serve = with_data(app_.add_subcommand("serve", "启动服务 / run the service: API, timers, notices"));
        serve->add_option("--listen", serve_.listen, "监听地址 / address, host:port");
        serve->add_option("--log", serve_.log, "日志级别 / log level: debug, info, warning, error");
        serve->add_flag("--demo", serve_.demo, "演示数据，仅限本机 / made-up data, loopback only");
        serve->add_flag("--no-limits", serve_.no_limits, "不限请求频率，用于压力测试 / no rate limits, for load tests");
        on(serve, [this] { return run_serve(common_, serve_); });
    }

    void add_rules() {
        auto* simulate = with_config(
            app_.add_subcommand("simulate", "在虚拟时间中运行命令 / run commands in virtual time, NDJSON in and out"));
        simulate->add_option("file", file_, "命令文件，- 为标准输入 / commands, - for standard input")->required();
        on(simulate, [this] { return run_simulate(common_, file_); });

        auto* check = with_json(with_config(app_.add_subcommand(
            "check", "检查流程、日历、承诺与升级阶梯 / check workflows, calendars, promises and ladders")));
        check->add_option("dir", names_, "含 workflows/ 与 config/ 的目录 / folders that hold workflows/ and config/");
        check->add_option("--from", from_, "值班检查的起始日 / first of the 30 days whose roster is looked at (today)");
        on(check, [this] { return run_check(common_, names_, from_); });
    }

    void add_cases() {
        auto* import = with_json(with_data(app_.add_subcommand(
            "import", "导入其他系统的工单 / take over tickets of another system: CSV (UTF-8, GB18030) or XLSX")));
        import->add_option("file", import_.file, "文件 / file")->required();
        import->add_option("--mapping", import_.mapping,
                           "映射文件 / mapping file, or the name of one in config/mappings");
        import->add_flag("--dry-run", import_.dry_run, "只检查，不写入 / look only, write nothing");
        on(import, [this] { return run_import(common_, import_); });

        add_audit();

        auto* explain = with_json(with_data(app_.add_subcommand("explain", "解释一个时限 / explain a deadline")));
        explain->add_option("case", explain_.ticket, "工单编号 / number or id of the case")->required();
        explain->add_option("clock", explain_.clock, "时钟 / clock, such as arrival");
        explain
            ->add_option("--cycle", explain_.cycle, "重开后的第几轮（默认最后一轮） / which cycle of a reopened clock")
            ->check(CLI::PositiveNumber);
        explain->add_flag("--plan", explain_.plan, "若无人处理将通知谁 / who will be told if nothing is done");
        on(explain, [this] { return run_explain(common_, explain_); });

        auto* channel = app_.add_subcommand("channel", "通知渠道 / channels of notices")->require_subcommand(1);
        auto* preview = with_json(with_data(channel->add_subcommand(
            "preview",
            "预览渠道对某工单会发出的消息，不发送 / what a channel would send for a ticket; sends nothing")));
        preview->add_option("channel", preview_.channel, "渠道 / channel")->required();
        preview->add_option("case", preview_.ticket, "工单编号 / number or id of the case")->required();
        preview->add_flag("--digest", preview_.digest, "汇总消息 / as a digest of the ticket's limits");
        on(preview, [this] { return run_channel_preview(common_, preview_); });
        auto* test = with_data(channel->add_subcommand("test", "发一条测试消息 / send a test message"));
        test->add_option("name", channel_test_.channel, "渠道 / channel")->required();
        test->add_option("--to", channel_test_.address, "收件地址 / address, as organisation.yaml writes it");
        test->add_option("--text", channel_test_.remark, "附言 / words to add");
        on(test, [this] { return run_channel_test(common_, channel_test_); });
    }

    void add_plugins() {
        auto* plugin = app_.add_subcommand("plugin", "插件 / plugins")->require_subcommand(1);
        auto* test = with_json(plugin->add_subcommand(
            "test",
            "检查自己编写的通知插件是否合乎约定；会真的投递测试消息 / check whether a plugin of yours keeps the "
            "agreement; really delivers test messages"));
        test->add_option("path", plugin_.path, "共享库（.so）或程序 / shared object (.so) or program")->required();
        test->add_option("--options", plugin_.options,
                         "JSON：共享库的 options，或程序的其他 settings / JSON: options of a shared object, or further "
                         "settings of a program");
        test->add_option("--deadline", plugin_.deadline_ms, "每次调用的时限 / of each call, such as 5s or 500ms (5s)")
            ->transform(CLI::AsNumberWithUnit(std::map<std::string, std::int64_t>{{"ms", 1}, {"s", 1000}},
                                              CLI::AsNumberWithUnit::UNIT_REQUIRED, "TIME"));
        on(test, [this] { return run_plugin_test(common_, plugin_); });
    }

    void add_findings() {
        auto* findings = with_json(with_data(app_.add_subcommand(
            "findings",
            "稽查发现：在日志中查找“十个不准”和弄虚作假的迹象 / what an auditor should look at: signs of "
            "prohibited conduct and of gaming in the journal")));
        findings->add_option("--from", findings_.from, "起（含）/ from this day or time on");
        findings->add_option("--to", findings_.to, "止（不含）/ before this day or time");
        findings->add_option("--rule", findings_.rule, "规则 / id of a rule (docs/findings.md)");
        findings->add_option("--severity", findings_.severity, "最低严重程度 / least severity (warning)")
            ->check(CLI::IsMember({"note", "warning", "serious"}));
        findings->add_option("--format", findings_.format, "格式 / format")
            ->check(CLI::IsMember({"table", "csv", "json"}));
        findings->add_flag("--open", findings_.open, "只列尚未处理的 / only those that nobody has decided about");
        on(findings, [this] { return run_findings(common_, findings_); });
    }

    void add_audit() {
        auto* audit = with_json(with_data(app_.add_subcommand(
            "audit", "时限合规报告 / compliance report: how the promises were kept, from the journal or an export")));
        audit->add_option("--import", audit_.import_file,
                          "其他系统的导出表，不入库 / an export of another system: CSV or XLSX, nothing is stored");
        audit->add_option("--mapping", audit_.mapping, "映射 / mapping of the export, as for import");
        audit->add_option("--from", audit_.from, "受理日期自 / accepted on or after this day");
        audit->add_option("--to", audit_.to, "受理日期至 / accepted on or before this day");
        audit->add_option("--by", audit_.by,
                          "统计维度，可交叉两项 / site_class, area, team, person, month, workflow, clock, promise; any "
                          "two of them");
        audit->add_option("--format", audit_.format, "table, csv, json, xlsx, html");
        audit->add_option("--out", audit_.out, "写入文件 / file to write");
        audit->add_option("--tickets", audit_.tickets,
                          "列出一个数字背后的工单 / list the tickets behind a figure, by its key");
        audit->add_flag("--recompute", audit_.recompute,
                        "逐条重放日志，不用已存的数据 / replay the whole journal instead of using kept facts");
        on(audit, [this] { return run_audit(common_, audit_); });
    }

    void add_deliveries() {
        auto* ledger = with_json(with_data(app_.add_subcommand(
            "deliveries", "投递记录，新的在前 / the ledger of deliveries: every attempt, newest first")));
        ledger->add_option("--ticket", deliveries_.ticket, "工单编号 / number or id of a ticket");
        ledger->add_option("--person", deliveries_.person, "收件人 / recipient, by id in the organisation");
        ledger->add_option("--channel", deliveries_.channel, "渠道 / channel");
        ledger->add_option("--limit", deliveries_.limit, "条数 / lines")->check(CLI::Range(1, 100'000));
        auto* requeue = ledger->add_flag("--requeue", deliveries_.requeue,
                                         "把该渠道的死信全部重新投递 / put all dead letters of the channel back");
        ledger
            ->add_option("--since", deliveries_.since, "只含此时起转入的死信 / only those given up since (day or time)")
            ->needs(requeue);
        on(ledger, [this] { return run_deliveries(common_, deliveries_); });
    }

    void add_data() {
        auto* exports = app_.add_subcommand("export", "导出 / export")->require_subcommand(1);
        auto* workflow = with_config(exports->add_subcommand("workflow", "导出流程定义 / a workflow for other tools"));
        workflow->add_option("name", name_, "流程 / workflow")->required();
        workflow->add_option("--format", format_, "xstate, scxml, mermaid, dot")->required();
        on(workflow, [this] { return run_export_workflow(common_, name_, format_); });
        auto* journal =
            with_data(exports->add_subcommand("journal", "导出日志 / the journal as CloudEvents, one a line"));
        journal->add_flag("--personal", journal_.personal,
                          "附个人信息（默认只有其散列承诺）/ with personal values, not only their commitments");
        journal->add_option("--from", journal_.from, "录入日起，只导出节选 / entered on this day or later: an excerpt");
        journal->add_option("--to", journal_.to, "录入日止 / entered on this day or before");
        journal->add_option("--case", journal_.ticket, "只要一张工单 / one ticket only, by number or id");
        on(journal, [this] { return run_export_journal(common_, journal_); });
        add_logs(exports);

        auto* verify =
            with_json(with_data(app_.add_subcommand("verify",
                                                    "查验日志：哈希链、封印、个人信息承诺、每个时钟重算 / prove the "
                                                    "journal: chain, seals, commitments, and every "
                                                    "clock worked out again")));
        verify->add_option("--journal", verify_.journal,
                           "导出的日志，- 为标准输入 / an exported journal; - = standard input");
        verify->add_option("--proof", verify_.proof, "gongdan prove 的输出 / what gongdan prove printed");
        verify->add_option("--seals", verify_.seals, "第三方留存的封印 / seals that a third party kept");
        verify->add_option("--key", verify_.keys,
                           "公钥（十六进制或文件），可多个 / public key, as hexadecimal or a file");
        on(verify, [this] { return run_verify(common_, verify_); });

        auto* prove = with_data(
            app_.add_subcommand("prove", "打印一张工单的证明 / print the proof of a case, for gongdan verify --proof"));
        prove->add_option("case", name_, "工单编号 / number or id of the case")->required();
        on(prove, [this] { return run_prove(common_, name_); });

        auto* backup = with_data(app_.add_subcommand(
            "backup",
            "备份数据库和附件，可在服务运行时进行 / copy the database and the attachments, also of a running server"));
        backup
            ->add_option("file", file_,
                         "备份文件，附件在旁边的“文件名.attachments”目录 / file to write; attachments go to "
                         "FILE.attachments beside it")
            ->required();
        on(backup, [this] { return run_backup(common_, file_); });

        auto* restore = with_data(app_.add_subcommand(
            "restore", "从备份恢复到空目录，含附件 / put a backup and its attachments into an empty directory"));
        restore->add_option("file", file_, "备份文件 / backup")->required();
        on(restore, [this] { return run_restore(common_, file_); });

        auto* doctor = with_json(with_data(app_.add_subcommand(
            "doctor",
            "检查数据目录 / examine the data directory: database, hashes, rows against the journal, attachments")));
        doctor->add_flag(
            "--rebuild", rebuild_,
            "先从日志重建数据行，并删除一天以上的无主附件文件 / make the rows anew from the journal first, and "
            "remove files of no attachment older than a day");
        on(doctor, [this] { return run_doctor(common_, rebuild_); });
    }

    void add_logs(CLI::App* exports) {
        auto* xes = with_data(exports->add_subcommand("xes",
                                                      "导出流程挖掘事件日志，不含个人信息 / the event log for process "
                                                      "mining (XES, IEEE 1849), no personal data"));
        xes->add_option("--from", xes_.from, "受理日起 / opened on this day or later");
        xes->add_option("--to", xes_.to, "受理日止 / opened on this day or before");
        xes->add_option("--workflow", xes_.workflow, "只要一个流程 / one workflow only");
        on(xes, [this] { return run_export_xes(common_, xes_); });
        auto* worklog = with_json(with_data(exports->add_subcommand(
            "worklog", "导出某人某日的工作日志，可打印 / what a person did on a day, to be printed")));
        worklog->add_option("--person", worklog_.person, "人员 / person of the organisation, by id")->required();
        worklog->add_option("--date", worklog_.date, "日期 / day, such as 2026-03-02")->required();
        worklog->add_option("--format", worklog_.format, "html, csv, table, json, xlsx");
        worklog->add_option("--out", worklog_.out, "写入文件 / file to write");
        on(worklog, [this] { return run_export_worklog(common_, worklog_); });
    }

    void add_whatif() {
        auto* whatif = with_json(with_data(app_.add_subcommand(
            "whatif",
            "假如换一套规则：已有工单谁会超时、超多少 / recorded tickets under other rules: who would have been "
            "late, and by how much")));
        whatif->add_option("--promises", whatif_.promises, "承诺集文件 / file of a promise set");
        whatif->add_option("--calendar", whatif_.calendar, "日历文件 / file of a calendar");
        whatif->add_option("--workflow", whatif_.workflow,
                           "流程文件，代替同名流程 / file of a workflow, in place of the one of its name");
        whatif->add_option("--from", whatif_.from, "受理日起 / opened on this day or later");
        whatif->add_option("--to", whatif_.to, "受理日止 / opened on this day or before");
        whatif->add_option("--format", whatif_.format, "table, csv, json");
        whatif->add_flag("--all", whatif_.all, "也列出只是到期时间不同的 / also due times that merely moved");
        on(whatif, [this] { return run_whatif(common_, whatif_); });
    }

    void with_scope(CLI::App* command) {
        ScopeOptions& scope = user_.scope;
        command->add_option("--person", scope.person, "组织中的人员 / person of the organisation, by id");
        command->add_option("--station", scope.stations, "供电所 / station")->delimiter(',');
        command->add_option("--area", scope.areas, "台区 / area")->delimiter(',');
        command->add_option("--team", scope.teams, "班组 / team")->delimiter(',');
    }
    void with_roles(CLI::App* command) {
        command->add_option("--role", user_.roles, "角色，可多个 / role, or several")->required()->delimiter(',');
    }

    void add_tokens() {
        auto* token = app_.add_subcommand("token", "接口令牌 / API tokens")->require_subcommand(1);
        auto* create = with_data(token->add_subcommand("create", "新建并打印 / make one and print it"));
        create->add_option("--name", user_.name, "名称 / name")->required();
        with_roles(create);
        with_scope(create);
        create->add_option("--expires", expires_, "有效期 / expiry: 90d, or a day such as 2027-01-31");
        on(create, [this] { return run_token_create(common_, {user_.name, user_.roles, user_.scope, expires_}); });
        auto* feed = with_data(token->add_subcommand(
            "feed", "生成值班日历的私密订阅地址 / make and print the secret address of one person's roster feed"));
        feed->add_option("--name", user_.name, "名称 / name")->required();
        feed->add_option("--person", user_.scope.person, "人员 / person")->required();
        feed->add_option("--expires", expires_, "有效期 / expiry: 90d, or a day such as 2027-01-31");
        on(feed, [this] { return run_token_feed(common_, {user_.name, {}, user_.scope, expires_}); });
        auto* list = with_json(with_data(token->add_subcommand(
            "list", "列出 / list: name, roles, made, revoked, scope (* = unlimited), expiry, last use")));
        on(list, [this] { return run_token_list(common_); });
        auto* revoke = with_data(token->add_subcommand("revoke", "吊销 / revoke"));
        revoke->add_option("--name,name", name_, "名称 / name")->required();
        on(revoke, [this] { return run_token_revoke(common_, name_); });
    }

    CLI::App* add_user_command(CLI::App* user, const char* name, const char* about) {
        auto* command = with_json(with_data(user->add_subcommand(name, about)));
        command->add_option("--name,name", user_.name, "账号 / account")->required();
        return command;
    }
    void with_password(CLI::App* command) {
        command->add_flag("--password-stdin", user_.password_from_input,
                          "从标准输入读取口令 / read the password from standard input, else one is made");
    }

    void add_users() {
        auto* user = app_.add_subcommand("user", "账号 / accounts of people")->require_subcommand(1);
        auto* create = add_user_command(user, "create", "新建账号 / make an account");
        with_roles(create);
        with_scope(create);
        with_password(create);
        on(create, [this] { return run_user_create(common_, user_); });
        auto* list = with_json(with_data(user->add_subcommand("list", "列出 / list")));
        on(list, [this] { return run_user_list(common_); });
        on(add_user_command(user, "show", "查看 / look at one"), [this] { return run_user_show(common_, user_.name); });
        auto* reset = add_user_command(user, "reset-password", "重置口令 / give a new initial password");
        with_password(reset);
        on(reset, [this] { return run_user_reset_password(common_, user_.name, user_.password_from_input); });
        on(add_user_command(user, "unlock", "解除锁定 / end a lock-out"),
           [this] { return run_user_unlock(common_, user_.name); });
        on(add_user_command(user, "disable", "停用 / let nobody in with it"),
           [this] { return run_user_enable(common_, user_.name, false); });
        on(add_user_command(user, "enable", "启用 / take it into use again"),
           [this] { return run_user_enable(common_, user_.name, true); });
        auto* roles = add_user_command(user, "set-roles", "修改角色与范围 / change roles and scope");
        with_roles(roles);
        with_scope(roles);
        on(roles, [this] { return run_user_set_roles(common_, user_); });
        on(add_user_command(user, "totp-off", "停用验证器 / stop using its authenticator"),
           [this] { return run_user_totp_off(common_, user_.name); });
        auto* log =
            with_json(with_data(user->add_subcommand("log", "账号日志 / what happened to accounts and tokens")));
        log->add_option("--limit", log_limit_, "条数 / entries")->check(CLI::Range(1, 10000));
        on(log, [this] { return run_user_log(common_, log_limit_); });
    }

    CLI::App app_{"工单 Gongdan: tickets and work orders that run on time"};
    std::vector<std::pair<CLI::App*, std::function<int()>>> choices_;
    Common common_;
    ServeOptions serve_;
    ImportOptions import_;
    AuditOptions audit_;
    ExplainOptions explain_;
    PreviewOptions preview_;
    PluginTestOptions plugin_;
    DeliveriesOptions deliveries_;
    FindingsOptions findings_;
    VerifyWishes verify_;
    WhatIfOptions whatif_;
    JournalOptions journal_;
    XesOptions xes_;
    WorklogOptions worklog_;
    ChannelTestOptions channel_test_;
    std::string file_;
    std::string name_;
    std::string from_;
    std::string format_;
    std::vector<std::string> names_;
    UserOptions user_;
    std::string expires_;
    int log_limit_ = 100;
    bool rebuild_ = false;
};

}  // namespace

int main(int argc, char** argv) { return CommandLine().run(argc, argv); }
