/* tests/mapper/test-table.c: headings in three vocabularies, rows, marked fields, encodings, places. */
#include "base/buf.h"
#include "mapper/table.h"
#include "tests/io/files.h"
#include "tests/suite.h"

static struct text *text;
static struct values *values;
static struct headings *headings;
static struct table *table;
static struct table_row row;

static struct headings *load_headings(const char *columns_file)
{
    struct error err;
    struct headings *h = headings_new(getenv("DUIMA_SHARE_DIR"), columns_file, text, &err);
    ck_assert_msg(h != NULL, "%s", err.text);
    return h;
}

static void setup(void)
{
    struct error err;
    text = text_new(&err);
    ck_assert_ptr_nonnull(text);
    values = values_new(getenv("DUIMA_SHARE_DIR"), text, &err);
    ck_assert_msg(values != NULL, "%s", err.text);
    headings = load_headings(NULL);
    memset(&row, 0, sizeof row);
    table = NULL;
}

static void teardown(void)
{
    table_free(table);
    headings_free(headings);
    values_free(values);
    text_free(text);
}

static void open_bytes(struct span bytes, const char *encoding)
{
    struct error err;
    struct table_options options = { .encoding = encoding, .temp_dir = temp_dir() };
    char path[256];
    file_of(bytes, path);
    table_free(table);
    table = table_open(path, &options, headings, values, &err);
    ck_assert_msg(table != NULL, "%s", err.text);
    unlink(path);
}

static void open_text(const char *content)
{
    open_bytes(span_of(content), NULL);
}

static void next(uint32_t line)
{
    struct error err;
    ck_assert_int_eq(table_next(table, &row, &err), 1);
    ck_assert_uint_eq(row.row.line, line);
}

static void end(void)
{
    struct error err;
    ck_assert_int_eq(table_next(table, &row, &err), 0);
}

static void cell_is(enum column column, const char *want)
{
    ck_assert_msg(span_is(row_value(&row.row, column), want), "%s: “%.*s”, not “%s”", column_word(column),
                  SPAN_ARG(row_value(&row.row, column)), want);
}

START_TEST(vocabularies)
{
    open_text("local_code,LOCAL_NAME, catalog_code \nY1,a,X1\n");
    ck_assert_uint_eq(table_missing(table), 0);
    next(2);
    cell_is(COLUMN_LOCAL_CODE, "Y1");
    cell_is(COLUMN_CATALOG_CODE, "X1");
    ck_assert(span_is(row.row.catalog_code, "X1"));
    end();
    open_text("fixmedins_hilist_id\tfixmedins_hilist_name\tmed_list_codg\tdosform\tprcunt\tpric\nY1\ta\tX1\t片剂\t盒\t18.60\n");
    next(2);
    cell_is(COLUMN_FORM, "片剂");
    ck_assert_int_eq(row.row.price, 186000);
    ck_assert_int_eq(row.row.price_places, 2);
    ck_assert_int_eq(table_separator(table), '\t');
    open_text("AKC515;AKC516;AKC224;AKA090;AAE100\nY1;a;2;0011;0\n");
    next(2);
    ck_assert_uint_eq(row.row.kinds, KIND_BIT(KIND_SERVICE));
    ck_assert(!row.row.in_use);
    open_text("院内编码,院内名称,医保编码,停用标志,生产企业,甲乙类,自付比例\nY1,a,X1,0,某厂,乙,10%\n");
    next(2);
    ck_assert(row.row.in_use);
    ck_assert_int_eq(row.row.pay_class, 'B');
    ck_assert_int_eq(row.row.self_pay, 1000);
    cell_is(COLUMN_MANUFACTURER, "某厂");
}
END_TEST

START_TEST(folded_headings)
{
    open_text("ＬＯＣＡＬ＿ＣＯＤＥ,　院内名称　,零售价（元）\nY1,a,1\n");
    ck_assert_uint_eq(table_missing(table), 0);
    next(2);
    ck_assert_int_eq(row.row.price, 10000);
}
END_TEST

START_TEST(unknown_and_doubled)
{
    open_text("院内编码,院内名称,单价,零售价,科室,科室,\n");
    ck_assert_uint_eq(table_doubled(table), COLUMN_BIT(COLUMN_PRICE));
    ck_assert(span_is(table_heading(table, COLUMN_PRICE, 0), "单价"));
    ck_assert(span_is(table_heading(table, COLUMN_PRICE, 1), "零售价"));
    ck_assert_ptr_null(table_heading(table, COLUMN_PRICE, 2).p);
    ck_assert(span_is(table_unknown(table), "科室"));
    open_text("编号,名称\n");
    ck_assert_uint_eq(table_missing(table), COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME));
    ck_assert(span_is(table_unknown(table), "编号\n名称"));
}
END_TEST

START_TEST(own_columns)
{
    char path[256];
    file_of(SPAN("# mine\n科室药品号\tlocal_code\n零售价\t-\n禁用\tin_use\treversed\n"), path);
    headings_free(headings);
    headings = load_headings(path);
    unlink(path);
    open_text("科室药品号,院内名称,单价,零售价,禁用\nY1,a,1,2,1\n");
    ck_assert_uint_eq(table_missing(table) | table_doubled(table), 0);
    next(2);
    cell_is(COLUMN_LOCAL_CODE, "Y1");
    ck_assert_int_eq(row.row.price, 10000);
    ck_assert(!row.row.in_use);
    ck_assert(span_is(table_unknown(table), "零售价"));
    file_of(SPAN("科室\tdepartment\n"), path);
    struct error err;
    ck_assert_ptr_null(headings_new(getenv("DUIMA_SHARE_DIR"), path, text, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_msg(strstr(err.text, "department") && strstr(err.text, "line 1"), "%s", err.text);
    unlink(path);
}
END_TEST

START_TEST(marked_fields)
{
    open_text("local_code,local_name,price,valid_from,kind,self_pay,quantity\nY1,a,\"12,5\",2026-02-30,drgu,10,x\nY2,b,1,,,,\n");
    next(2);
    ck_assert_uint_eq(row.fault_count, 5);
    ck_assert_int_eq(row.faults[1].type, FAULT_VALUE);
    ck_assert_int_eq(row.row.price, AMOUNT_NONE);
    ck_assert_int_eq(row.row.valid_from, DATE_NONE);
    ck_assert_uint_eq(row.row.kinds, 0);
    ck_assert_int_eq(row.row.self_pay, AMOUNT_NONE);
    ck_assert_ptr_null(row_value(&row.row, COLUMN_PRICE).p);
    ck_assert(span_is(row.row.cells[COLUMN_PRICE], "12,5")); /* still there to be shown */
    ck_assert(row.row.marked & COLUMN_BIT(COLUMN_PRICE));
    next(3);
    ck_assert_uint_eq(row.fault_count, 0);
    ck_assert_uint_eq(row.row.marked, 0);
    ck_assert_int_eq(row.row.price, 10000);
}
END_TEST

/* What a spreadsheet leaves behind the last row, whatever number of cells. */
START_TEST(blank_rows)
{
    open_text("local_code,local_name\n,\nY1,a\n\"\", \n,,,\nY2,b\n,\n");
    next(3);
    next(6);
    end();
}
END_TEST

START_TEST(ragged)
{
    open_text("local_code,local_name,price\nY1,a\nY2,b,1,2\n\nY3,c,3\n");
    next(2);
    ck_assert(row.ragged && row.fields == 2);
    ck_assert(span_is(row.row.cells[COLUMN_LOCAL_CODE], "Y1"));
    ck_assert_ptr_null(row.row.cells[COLUMN_PRICE].p);
    next(3);
    ck_assert(row.ragged && row.fields == 4);
    next(5);
    ck_assert(!row.ragged);
    end();
}
END_TEST

START_TEST(bad_bytes)
{
    open_bytes(SPAN("local_code,local_name,price,科室\nY1,a\xFF,1,\xFE\xFEx\nY2,b,2,c\n"), "UTF-8");
    next(2);
    ck_assert_uint_eq(row.fault_count, 2);
    ck_assert_int_eq(row.faults[0].type, FAULT_ENCODING);
    ck_assert_int_eq(row.faults[0].column, COLUMN_LOCAL_NAME);
    ck_assert_int_eq(row.faults[1].column, COLUMN_NONE);
    ck_assert_uint_eq(row.faults[1].position, 4);
    ck_assert_ptr_null(row_value(&row.row, COLUMN_LOCAL_NAME).p);
    next(3);
    ck_assert_uint_eq(row.fault_count, 0);
}
END_TEST

/* 院内编码,院内名称 and a row Y1,片 in GBK. */
START_TEST(gbk)
{
    open_bytes(SPAN("\xD4\xBA\xC4\xDA\xB1\xE0\xC2\xEB,\xD4\xBA\xC4\xDA\xC3\xFB\xB3\xC6\r\nY1,\xC6\xAC\r\n"), NULL);
    ck_assert_str_eq(table_encoding(table), "GB18030");
    ck_assert_uint_eq(table_missing(table), 0);
    next(2);
    cell_is(COLUMN_LOCAL_NAME, "片");
    end();
}
END_TEST

START_TEST(places)
{
    open_text("local_code,local_name,note\r\nY1,a,\"two\r\nlines\"\r\nY2,\"b \"\"q\"\"\",\r\n");
    next(2);
    uint64_t first = row.offset;
    next(4);
    cell_is(COLUMN_LOCAL_NAME, "b \"q\"");
    ck_assert(!row_has(&row.row, COLUMN_NOTE));
    end();
    table_seek(table, first, 2);
    next(2);
    cell_is(COLUMN_NOTE, "two\r\nlines");
    next(4);
    end();
}
END_TEST

/* Whatever it is decoded from, the hash is that of the file. */
START_TEST(hash_of_the_file)
{
    struct error err;
    struct table_options options = { .temp_dir = temp_dir() };
    struct table_source source;
    char path[256];
    file_of(SPAN("local_code,local_name\nY1,\xB2\xBC\n"), path); /* GB18030 */
    for (int asked = 0; asked < 2; asked++) {
        options.hash = asked;
        table = table_open(path, &options, headings, values, &err);
        ck_assert_ptr_nonnull(table);
        table_source(table, &source);
        ck_assert_str_eq(source.encoding, "GB18030");
        ck_assert_str_eq(source.sha256, asked ? "193b633e18f95da84db0ed95ac5e384c4a0ba4c3390858e588af704a13b6192b" : "");
        ck_assert_uint_eq(source.bytes, asked ? 28 : 0);
        next(2);
        cell_is(COLUMN_LOCAL_NAME, "布");
        table_free(table);
    }
    table = NULL;
    unlink(path);
}
END_TEST

/* A row that another table filled keeps nothing of it. */
START_TEST(another_table)
{
    open_text("院内编码,院内名称,规格\nY1,甲片,0.5g\n");
    next(2);
    ck_assert(span_is(row.row.cells[COLUMN_SPEC], "0.5g"));
    open_text("院内编码,院内名称,剂型\nY2,乙片,片剂\n");
    next(2);
    ck_assert_ptr_null(row.row.cells[COLUMN_SPEC].p);
    ck_assert(span_is(row.row.cells[COLUMN_FORM], "片剂"));
}
END_TEST

START_TEST(no_table)
{
    struct error err;
    struct table_options options = { .temp_dir = temp_dir() };
    char path[256];
    file_of(SPAN(""), path);
    ck_assert_ptr_null(table_open(path, &options, headings, values, &err));
    ck_assert_int_eq(err.code, ERROR_INPUT);
    unlink(path);
    ck_assert_ptr_null(table_open("/nonexistent/drugs.csv", &options, headings, values, &err));
    ck_assert_int_eq(err.code, ERROR_INPUT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("table");
    TCase *tc = tcase_create("table");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, vocabularies);
    tcase_add_test(tc, hash_of_the_file);
    tcase_add_test(tc, folded_headings);
    tcase_add_test(tc, unknown_and_doubled);
    tcase_add_test(tc, own_columns);
    tcase_add_test(tc, marked_fields);
    tcase_add_test(tc, ragged);
    tcase_add_test(tc, blank_rows);
    tcase_add_test(tc, bad_bytes);
    tcase_add_test(tc, gbk);
    tcase_add_test(tc, places);
    tcase_add_test(tc, another_table);
    tcase_add_test(tc, no_table);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
